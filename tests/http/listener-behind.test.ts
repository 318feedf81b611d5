/** What the listener makes of a server behind it that says and does anything, byte for byte. */
import { afterEach, describe, expect, test } from "bun:test";
import { listen } from "../../src/http/listener/listen.ts";
import type { Peers } from "../../src/http/listener/peers.ts";
import { createSender, type Sender } from "../../src/http/listener/sender.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { eventually, standstill } from "../support/eventually.ts";
import { openRawClient, rawGet } from "../support/raw-client.ts";
import { doorOf } from "../support/stand-in-app.ts";

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Connection {
  /** What it was sent. */
  text: string;
  sender: Sender;
  /** How often more of an answer was taken. */
  taken: number;
  breakOff(): void;
}

/** A server of bare bytes, with what it was sent over each of its connections. */
function open(answer: (given: string) => string | null) {
  const connections: Connection[] = [];
  const addresses = new Map<number, string>();
  const server = Bun.listen<Connection>({
    ...{ hostname: "127.0.0.1", port: 0 },
    socket: {
      open: (socket) => {
        socket.data = {
          ...{ text: "", taken: 0, sender: createSender(socket) },
          breakOff: () => socket.terminate(),
        };
        connections.push(socket.data);
      },
      data: (socket, bytes) => {
        socket.data.text += bytes.toString("latin1");
        const said = answer(socket.data.text);
        if (said !== null) socket.data.sender.send(Buffer.from(said), said.length, true);
      },
      drain: (socket) => {
        socket.data.taken += 1;
        socket.data.sender.drain();
      },
    },
  });
  const peers: Peers = {
    set: (port, address) => void addresses.set(port, address),
    delete: (port) => void addresses.delete(port),
    requestIP: () => null,
  };
  const listener = listen({
    ...{ port: 0, sharesPort: false, log: createLogger("silent") },
    ...{ behind: { port: server.port, peers }, frontDoor: doorOf({ "/ready": "ready" }) },
    fetch: () => new Response(null, { status: 404 }),
  });
  closing.push(
    () => listener.stop(),
    () => listener.terminate(),
    () => server.stop(true),
  );
  return { port: listener.port, connections, addresses, server };
}

const answerOf = (body: string, ...lines: string[]) =>
  `${["HTTP/1.1 200 OK", ...lines, `Content-Length: ${body.length}`].join("\r\n")}\r\n\r\n${body}`;

describe("behind the listener", () => {
  test("a server that broke off is sent no more of a connection", async () => {
    const { port, connections } = open(() => answerOf("x".repeat(40_000_000)));
    const client = await openRawClient(port);
    client.pause();
    client.send(rawGet("any", "/large"));
    const first = await eventually(() => connections[0]);
    await standstill(() => first.taken);
    expect(first.sender.isWaiting).toBe(true);
    first.breakOff();
    await Bun.sleep(20);
    client.send(rawGet("any", "/smuggled"));
    client.resume();
    await client.ended();
    expect(connections.length).toBe(1);
  });

  test("addresses are known as long as their connections last", async () => {
    const { port, addresses } = open((text) =>
      text.endsWith("\r\n\r\n") ? answerOf("yes") : null,
    );
    const four = await openRawClient(port);
    const six = await openRawClient(port, { hostname: "::1" });
    for (const client of [four, six]) client.send(rawGet("any", "/"));
    await Promise.all([four.answers(1), six.answers(1)]);
    expect([...addresses.values()].sort()).toEqual(["127.0.0.1", "::1"]);
    four.leave();
    six.leave();
    await eventually(() => addresses.size === 0);
  });

  test.each([
    [
      "in pieces of any size",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
    ],
    ["without a length", "HTTP/1.1 200 OK\r\n\r\nok"],
    ["after another that is not the last", `HTTP/1.1 103 Early Hints\r\n\r\n${answerOf("ok")}`],
    ["of which the head comes in two", answerOf("ok")],
  ])("an answer %s keeps the connection", async (_, said) => {
    const { port, connections } = open((text) => (text.endsWith("\r\n\r\n") ? said : null));
    const client = await openRawClient(port);
    client.send(rawGet("any", "/first"));
    await eventually(() => client.received.includes("ok"));
    client.send(rawGet("any", "/ready"));
    await eventually(
      () => connections[0]?.text.includes("/ready") || client.received.includes("ready"),
    );
    expect(connections.length).toBe(1);
    client.leave();
  });

  test("a server that is away is a connection's end", async () => {
    const { port, server } = open(() => null);
    server.stop(true);
    const client = await openRawClient(port);
    client.send(rawGet("any", "/ready"));
    await client.answers(1);
    client.send(rawGet("any", "/other"));
    expect((await client.ended()).length).toBe(1);
  });
});
