/** A side that takes nothing holds the other up: what waits in between is bounded, and all of it arrives. */
import { afterAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { eventually, standstill } from "../support/eventually.ts";
import { openRawClient, type RawClient, rawGet, rawPost } from "../support/raw-client.ts";
import { doorOf, serveStandIn } from "../support/stand-in-app.ts";

const MB = 1024 ** 2;
/** Bytes that the system's own buffers, of the two connections, take at the most, and some more. */
const IN_BETWEEN = 24 * MB;
const LARGE = 64 * MB;

/** Bytes that repeat nowhere near. */
function noise(length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(length / 4);
  for (let n = 0, state = 1; n < words.length; n += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[n] = state;
  }
  return new Uint8Array(words.buffer);
}

const body = noise(LARGE);
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const expected = digest(body);

let produced = 0;
let goOn = Promise.withResolvers<void>();

/** A body made as it is taken. */
function made(): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      type: "bytes",
      pull: (controller) => {
        const piece = body.slice(produced, produced + 256 * 1024);
        produced += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        if (produced === LARGE) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Thousands of GETs that one packet holds, whose answers no buffers of the system hold. */
const MANY = 2_000;
const READY = { "/r": "r".repeat(40_000) };
const EACH = "GET /r HTTP/1.1\r\nHost: a\r\n\r\n";

let given = 0;
const door = doorOf(READY);

async function takeUpload(request: Request): Promise<Response> {
  await goOn.promise;
  return new Response(digest(await request.bytes()));
}

const serving = serveStandIn(
  (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/large") return new Response(body);
    if (pathname === "/made") return new Response(made());
    // Without a wait, as the app does for what comes by another way.
    return pathname === "/upload" ? takeUpload(request) : new Response(READY["/r"]);
  },
  {
    frontDoor: (asked) => {
      const answer = door(asked);
      if (answer) given += 1;
      return answer && { ...answer, requestId: `${given}` };
    },
  },
);
afterAll(() => serving.terminate());

/** Lets a client read a little at a time, and then all. */
async function trickle(client: RawClient): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    client.resume();
    await Bun.sleep(1);
    client.pause();
    await Bun.sleep(5);
  }
  client.resume();
}

describe("what waits is bounded", () => {
  test("of thousands of ready answers, which arrive whole and in order", async () => {
    const client = await openRawClient(serving.port);
    client.pause();
    client.send(EACH.repeat(MANY));
    expect((await standstill(() => given)) * READY["/r"].length).toBeLessThan(IN_BETWEEN);
    expect(given).toBeGreaterThan(10);
    await trickle(client);
    const { length } = await eventually(() =>
      client.isEnded || given === MANY ? client.received : null,
    );
    expect(length).toBeGreaterThan(IN_BETWEEN);
    const answers = await client.answers(MANY);
    expect(answers.map(({ headers }) => headers["x-request-id"])).toEqual(
      answers.map((_, n) => `${n + 1}`),
    );
    expect(new Set(answers.map(({ body }) => body.toString()))).toEqual(new Set([READY["/r"]]));
    client.leave();
  });

  test("of an answer that is passed on, which arrives whole", async () => {
    for (const [target, ...lines] of [
      ["/made"],
      ["/large", "Connection: close"],
      ["/large"],
    ] as const) {
      produced = 0;
      const client = await openRawClient(serving.port);
      client.pause();
      client.send(rawGet("any", target, ...lines));
      if (target === "/made") {
        await eventually(() => produced > 0);
        expect(await standstill(() => produced)).toBeLessThan(IN_BETWEEN);
      }
      await trickle(client);
      const [answer] = await client.answers(1);
      expect(digest(answer?.body ?? new Uint8Array())).toBe(expected);
      client.leave();
    }
  });

  test("of an upload that its handler does not take yet, which arrives whole", async () => {
    goOn = Promise.withResolvers();
    const client = await openRawClient(serving.port);
    client.send(rawPost("any", "/upload", "").replace("Length: 0", `Length: ${LARGE}`));
    client.send(body);
    expect(await standstill(() => client.taken)).toBeLessThan(IN_BETWEEN);
    goOn.resolve();
    const [answer] = await client.answers(1);
    expect(answer?.body.toString()).toBe(expected);
    client.leave();
  });
});
