/**
 * Posts messages to a server over connections that stay open, one request at a time on each:
 * `bun webhook-load.ts '{"port", "seconds", "connections", "rate", "targets", "first"}'`. Prints
 * what was answered, and how fast, as JSON.
 */
import type { Socket } from "bun";

export interface Load {
  port: number;
  seconds: number;
  connections: number;
  /** Messages a second in all; as many as are answered when it is 0. */
  rate: number;
  targets: { host: string; token: string }[];
  /** The number of the first message. */
  first: number;
}

export interface LoadResult {
  statuses: Record<string, number>;
  /** Milliseconds of the answers. */
  p50: number;
  p99: number;
  seconds: number;
}

const load = JSON.parse(process.argv[2] ?? "") as Load;
const latencies: number[] = [];
const statuses: Record<string, number> = {};
let next = load.first;

/** A message as the gateway posts it, of one of twenty people of a dealership. */
function request(): string {
  const number = next++;
  const { host, token } = load.targets[number % load.targets.length] ?? { host: "", token: "" };
  const person = `62813${10_000_000 + (Math.floor(number / load.targets.length) % 20)}`;
  const body = JSON.stringify({
    ...{ quick: false, device: "6287787505413", pesan: "Halo kak, Avanza 2019 masih ada?" },
    ...{ pengirim: person, sender: person },
    ...{
      message: `Halo kak, Avanza 2019 masih ada? ${number}`,
      text: "non-button message",
      member: "",
    },
    ...{ name: "Rina Wijaya", location: "", url: "", type: "text", extension: "", filename: "" },
    ...{ pollname: "", choices: [], inboxid: number + 1, isgroup: false, isforwarded: false },
    timestamp: Math.floor(Date.now() / 1000),
  });
  return `POST /webhook/fonnte/${token} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const interval = load.rate > 0 ? (load.connections * 1000) / load.rate : 0;
let until = Number.POSITIVE_INFINITY;

/** Opens a connection. @returns what has it ask from a moment on, until all time is up. */
async function connection(at: number): Promise<(started: number) => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  let due = 0;
  let answer = "";
  const ask = (socket: Socket) => {
    if (performance.now() >= until) {
      socket.end();
      resolve();
      return;
    }
    // Measured from when it was due, so that a late one counts as late.
    asked = interval > 0 ? due : performance.now();
    due += interval;
    socket.write(request());
  };
  const askWhenDue = (socket: Socket) => {
    const wait = interval > 0 ? due - performance.now() : 0;
    if (wait > 0) setTimeout(ask, wait, socket);
    else ask(socket);
  };
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: load.port,
    socket: {
      data: (socket, bytes) => {
        answer += bytes.toString("latin1");
        const head = answer.indexOf("\r\n\r\n");
        const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
        if (head === -1 || answer.length < head + 4 + length) return;
        const status = answer.slice(9, 12);
        answer = "";
        statuses[status] = (statuses[status] ?? 0) + 1;
        latencies.push(performance.now() - asked);
        askWhenDue(socket);
      },
      close: () => resolve(),
      error: () => resolve(),
    },
  });
  return (started) => {
    due = started + (at * interval) / load.connections;
    askWhenDue(socket);
    return promise;
  };
}

// The clock starts when every connection is open: to open them is no part of an answer.
const begins = await Promise.all(
  Array.from({ length: load.connections }, (_, at) => connection(at)),
);
const started = performance.now();
until = started + load.seconds * 1000;
await Promise.all(begins.map((begin) => begin(started)));
const seconds = (performance.now() - started) / 1000;
const sorted = latencies.toSorted((a, b) => a - b);
const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
console.log(
  JSON.stringify({ statuses, p50: at(0.5), p99: at(0.99), seconds } satisfies LoadResult),
);
