/** However a connection's bytes are cut, requests are answered whole and in order. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { openRawClient, type RawClient, rawGet, rawPost } from "../support/raw-client.ts";
import { serveStandIn } from "../support/stand-in-app.ts";

const READY = Object.fromEntries(
  Array.from({ length: 50 }, (_, n) => [`/ready-${n}`, `ready ${n} `.repeat(n * n)]),
);

let byChain = 0;
beforeEach(() => {
  byChain = 0;
});
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/slow") await Bun.sleep(20);
  return new Response(`${request.method} ${pathname} ${await request.text()}`);
}

const serving = serveStandIn(
  (request) => {
    byChain += 1;
    // As the app does for what comes by another way: without a wait.
    const ready = READY[new URL(request.url).pathname];
    return ready === undefined ? answer(request) : new Response(ready);
  },
  { ready: READY },
);
afterAll(() => serving.terminate());

/** What is sent, and what must come back. */
const MIXED = [
  [rawGet("any", "/ready-1"), READY["/ready-1"] ?? ""],
  [rawPost("any", "/post", "a body"), "POST /post a body"],
  [rawGet("any", "/slow"), "GET /slow "],
  [rawGet("any", "/ready-2"), READY["/ready-2"] ?? ""],
] as const;
const EXPECTED = MIXED.map(([, body]) => body);

/** At once: Bun ends a connection over which more comes before what is not ready is answered. */
const AT_ONCE = [MIXED[0], MIXED[3], MIXED[3], MIXED[1]] as const;

async function bodies(client: RawClient, count: number): Promise<string[]> {
  const answers = await client.answers(count);
  expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(200));
  return answers.map(({ body }) => body.toString());
}

/** Sends each piece once the one before it has most likely been read. */
async function send(pieces: Iterable<string>): Promise<RawClient> {
  const client = await openRawClient(serving.port);
  for (const piece of pieces) {
    client.send(piece);
    await Bun.sleep(1);
  }
  return client;
}

describe("requests are answered whole and in order", () => {
  test("sent byte by byte", async () => {
    const client = await openRawClient(serving.port);
    for (const [n, [sent]] of MIXED.entries()) {
      for (const byte of sent) {
        client.send(byte);
        await Bun.sleep(0);
      }
      await client.answers(n + 1);
    }
    expect(await bodies(client, MIXED.length)).toEqual(EXPECTED);
    client.leave();
  });

  test("cut in two anywhere", async () => {
    const sent = AT_ONCE.map(([request]) => request).join("");
    await Promise.all(
      Array.from(sent, async (_, at) => {
        const client = await send([sent.slice(0, at), sent.slice(at)]);
        expect(await bodies(client, AT_ONCE.length)).toEqual(AT_ONCE.map(([, body]) => body));
        client.leave();
      }),
    );
  });

  test("fifty that are ready at once", async () => {
    const client = await send([
      Object.keys(READY)
        .map((target) => rawGet("any", target))
        .join(""),
    ]);
    expect(await bodies(client, 50)).toEqual(Object.values(READY));
    expect(byChain).toBe(0);
    client.leave();
  });

  test("one that is not ready after those that are", async () => {
    for (const [last, body] of [MIXED[1], MIXED[2]]) {
      const client = await send([`${MIXED[0][0].repeat(20)}${last}`]);
      expect(await bodies(client, 21)).toEqual([...Array(20).fill(MIXED[0][1]), body]);
      client.leave();
    }
    expect(byChain).toBe(2);
  });

  test("one after another over one connection", async () => {
    const client = await openRawClient(serving.port);
    const asked = [...MIXED, ...MIXED];
    for (const [n, [sent]] of asked.entries()) {
      client.send(sent);
      await client.answers(n + 1);
    }
    expect(await bodies(client, asked.length)).toEqual([...EXPECTED, ...EXPECTED]);
    client.leave();
  });

  test("a GET that is passed on leaves the connection to what is ready", async () => {
    const client = await openRawClient(serving.port);
    for (let n = 1; n <= 6; n += 1) {
      client.send(rawGet("any", n % 2 ? "/slow" : "/ready-3"));
      await client.answers(n);
    }
    expect(await bodies(client, 6)).toEqual(
      Array.from({ length: 6 }, (_, n) => (n % 2 ? (READY["/ready-3"] ?? "") : "GET /slow ")),
    );
    expect(byChain).toBe(3);
    client.leave();
  });
});
