/**
 * Asks a server over connections that stay open, one request at a time on each:
 * `bun client.ts FILE`, with a Load as JSON in the file. Prints a ClientReport as JSON. A paced
 * load never waits for answers to become due: a late answer makes those behind it late too.
 */
import type { Socket } from "bun";
import type { ClientReport, Load } from "../load.ts";
import { DISTINCT, distinctPrice, requestText } from "../request-text.ts";
import { percentile } from "../statistics.ts";

const load = (await Bun.file(process.argv[2] ?? "").json()) as Load;
const texts = load.targets.map((target) => requestText(target, load.headers));
const isDistinct = texts.some((text) => text.includes(DISTINCT));
const ready = texts.map((text) => Buffer.from(text));
/** Room for what a paced load asks, and for more than any load was answered. */
const latencies = new Float64Array(load.rate > 0 ? load.rate * load.seconds + 100_000 : 20_000_000);
let noted = 0;
const note = (latency: number) => {
  latencies[noted++] = latency;
};
let failed = 0;
let next = load.first;
let until = Number.POSITIVE_INFINITY;

function request(): string | Buffer {
  next += 1;
  const at = next % texts.length;
  if (!isDistinct) return ready[at] ?? "";
  return texts[at]?.replace(DISTINCT, String(distinctPrice(next))) ?? "";
}

const HEAD_END = Buffer.from("\r\n\r\n");
const LENGTH = Buffer.from("ontent-Length: ");
const LOWER_LENGTH = Buffer.from("ontent-length: ");
const CHUNKED = /\r\ntransfer-encoding: chunked/i;
const LAST_CHUNK = "\r\n0\r\n\r\n";

function numberAt(bytes: Buffer, at: number): number {
  let [value, place] = [0, at];
  for (let digit = bytes[place]; digit && digit >= 48 && digit <= 57; digit = bytes[++place]) {
    value = value * 10 + digit - 48;
  }
  return value;
}

/** Of a body whose length is told; 0 when it is not. */
function lengthOf(bytes: Buffer): number {
  const [usual, lower] = [bytes.indexOf(LENGTH), bytes.indexOf(LOWER_LENGTH)];
  const at = usual === -1 ? lower : usual;
  return at === -1 ? 0 : numberAt(bytes, at + LENGTH.length);
}

/** Answers are read without a string made of them: the client's own garbage would show as slow ones. */
class Connection {
  /** When the request under way is counted from; null when there is none. */
  asked: number | null = null;
  private received: Buffer | null = null;
  /** Bytes of the body that are to come; -1 before the head is whole, -2 when it comes in chunks. */
  private missing = -1;
  constructor(readonly socket: Socket<Connection>) {}

  /** @param due when the request is counted from. */
  ask(due: number): void {
    this.asked = due;
    this.missing = -1;
    this.received = null;
    this.socket.write(request());
  }

  /** @returns whether the answer is whole. */
  take(bytes: Buffer): boolean {
    if (this.missing >= 0) this.missing -= bytes.length;
    else this.takeHead(this.received ? Buffer.concat([this.received, bytes]) : bytes);
    if (this.missing !== 0) return false;
    if (this.asked !== null) note(performance.now() - this.asked);
    this.asked = null;
    return true;
  }

  private takeHead(received: Buffer): void {
    const head = received.indexOf(HEAD_END);
    const status = numberAt(received, 9);
    if (head !== -1 && this.missing === -1 && status >= 400) failed += 1;
    const length = head === -1 || status === 304 ? 0 : lengthOf(received);
    if (head !== -1 && (length > 0 || status === 304)) {
      this.missing = head + 4 + length - received.length;
      return;
    }
    // The bytes are the socket's, which uses them again.
    this.received = Buffer.from(received);
    if (head === -1) return;
    const text = received.toString("latin1");
    const isWhole = !CHUNKED.test(text.slice(0, head)) || text.endsWith(LAST_CHUNK);
    this.missing = isWhole ? 0 : -2;
  }
}

const idle: Connection[] = [];
const dues: number[] = [];
let taken = 0;

function onAnswer(connection: Connection): void {
  if (load.rate > 0) idle.push(connection);
  else if (performance.now() < until) connection.ask(performance.now());
}

function open(): Promise<Connection> {
  return new Promise((resolve, reject) => {
    Bun.connect<Connection>({
      ...{ hostname: "127.0.0.1", port: load.port },
      socket: {
        open: (socket) => {
          socket.data = new Connection(socket);
          resolve(socket.data);
        },
        data: ({ data }, bytes) => {
          if (data.take(bytes)) onAnswer(data);
        },
        close: () => {
          if (performance.now() < until) failed += 1;
        },
        error: (_, error) => reject(error),
      },
    }).catch(reject);
  });
}

/** Milliseconds that what is late may take once all is due. */
const GRACE = 5_000;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Sends what is due, as soon as a connection is free; turns without rest, to be on time. */
async function pace(started: number): Promise<void> {
  const interval = 1_000 / load.rate;
  const dueOf = (n: number) => started + n * interval;
  for (let now = started; dueOf(dues.length) < until || idle.length < connections.length; ) {
    now = performance.now();
    for (let due = dueOf(dues.length); due <= now && due < until; due = dueOf(dues.length)) {
      dues.push(due);
    }
    for (let free = idle.length; free > 0 && taken < dues.length; free -= 1) {
      idle.pop()?.ask(dues[taken++] ?? now);
    }
    if (now > until + GRACE) break;
    await turn();
  }
}

const connections = await Promise.all(Array.from({ length: load.connections }, open));
const started = performance.now();
until = started + load.seconds * 1_000;
if (load.rate > 0) {
  idle.push(...connections);
  await pace(started);
} else {
  for (const connection of connections) connection.ask(performance.now());
  await Bun.sleep(load.seconds * 1_000);
}
const ended = performance.now();
const answered = noted;
// Whoever is not answered yet has waited for so long at least.
const waiting =
  load.rate > 0 ? connections.map(({ asked }) => asked).concat(dues.slice(taken)) : [];
for (const due of waiting) if (due !== null) note(ended - due);
const all = [...latencies.subarray(0, noted)];
const seconds = (ended - started) / 1_000;
const report: ClientReport = {
  ...{ requests: answered, rate: answered / seconds },
  ...{ p50: percentile(all, 0.5), p95: percentile(all, 0.95) },
  ...{ p99: percentile(all, 0.99), failed },
};
console.log(JSON.stringify(report));
process.exit(0);
