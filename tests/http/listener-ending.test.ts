/** How the listener ends: when it is asked to, when it cannot begin, and connections that nobody uses. */
import { afterEach, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { eventually } from "../support/eventually.ts";
import { openRawClient, rawGet, rawPost } from "../support/raw-client.ts";
import { isLinux, openDescriptors, serveStandIn } from "../support/stand-in-app.ts";

const LARGE = "L".repeat(40_000_000);

let goOn = Promise.withResolvers<void>();
let asked = 0;
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  asked += 1;
  if (pathname === "/events") {
    const events = new ReadableStream({ start: (controller) => controller.enqueue("data: 1\n\n") });
    return new Response(events, { headers: { "Content-Type": "text/event-stream" } });
  }
  if (pathname === "/large") return new Response(LARGE);
  await goOn.promise;
  return new Response(`slow ${await request.text()}`);
}

const READY = { "/ready": "ready", "/ready-large": LARGE };
let serving: ReturnType<typeof serveStandIn>;
function serveThem(options: { lookInterval?: number } = {}) {
  asked = 0;
  goOn = Promise.withResolvers();
  serving = serveStandIn(answer, { ready: READY, ...options });
  return serving;
}
afterEach(() => serving.terminate());

describe("stop", () => {
  test("lets what is under way arrive, ends what rests, and takes no more", async () => {
    const { port, stop } = serveThem();
    const [atRest, get, post, half] = await Promise.all(
      Array.from({ length: 4 }, () => openRawClient(port)),
    );
    if (!atRest || !get || !post || !half) throw new Error("four were opened");
    atRest.send(rawGet("any", "/ready"));
    await atRest.answers(1);
    get.send(rawGet("any", "/slow"));
    post.send(rawPost("any", "/slow", "posted"));
    const whole = rawPost("any", "/slow", "in two");
    half.send(whole.slice(0, -3));
    await eventually(() => asked === 3);
    let hasStopped = false;
    const stopped = stop().then(() => {
      hasStopped = true;
    });
    expect((await atRest.ended()).length).toBe(1);
    await expect(openRawClient(port)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    half.send(whole.slice(-3));
    expect(hasStopped).toBe(false);
    goOn.resolve();
    const bodies = await Promise.all(
      [get, post, half].map(async (client) => (await client.ended())[0]?.body.toString()),
    );
    expect(bodies).toEqual(["slow ", "slow posted", "slow in two"]);
    await stopped;
  });

  test.each(["/ready-large", "/large"])("lets a slow client take all of %s", async (target) => {
    const { port, stop } = serveThem();
    const client = await openRawClient(port);
    client.send(rawGet("any", target));
    await eventually(() => client.received.length > 0);
    client.pause();
    const stopped = stop();
    await Bun.sleep(50);
    client.resume();
    const [answer] = await client.ended();
    expect(answer?.body.length).toBe(LARGE.length);
    await stopped;
  });

  test("waits for nobody who rests and does not hang up", async () => {
    const { port, stop } = serveThem();
    const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    await new Promise<void>((resolve) => client.on("connect", () => resolve()));
    client.on("error", () => {}).write(rawGet("any", "/ready"));
    await new Promise<void>((resolve) => client.once("data", () => resolve()));
    await stop();
    client.destroy();
  });

  test("is at once by terminate, whatever is under way", async () => {
    const { port, stop, terminate } = serveThem();
    const clients = await Promise.all(Array.from({ length: 4 }, () => openRawClient(port)));
    for (const [n, path] of ["/slow", "/events", "/large", "/ready-large"].entries()) {
      clients[n]?.pause();
      clients[n]?.send(rawGet("any", path));
    }
    await eventually(() => asked === 3);
    const stopped = stop();
    await terminate();
    for (const client of clients) client.resume();
    await eventually(() => clients.every(({ isEnded }) => isEnded));
    await stopped;
  });
});

test.skipIf(!isLinux)(
  "a port that is taken is an error, and nothing is left of the attempt",
  async () => {
    const { port } = serveThem();
    const before = await openDescriptors();
    for (let n = 0; n < 3; n += 1) {
      expect(() => serveStandIn(answer, { port })).toThrow(
        expect.objectContaining({ code: "EADDRINUSE" }),
      );
    }
    await eventually(async () => (await openDescriptors()) <= before);
  },
);

describe("a connection", () => {
  test("at rest is ended after a while, as is one that says nothing", async () => {
    const { port } = serveThem({ lookInterval: 30 });
    const silent = await openRawClient(port);
    const used = await openRawClient(port);
    used.send(rawGet("any", "/ready") + rawGet("any", "/ready"));
    expect((await used.ended()).length).toBe(2);
    expect((await silent.ended()).length).toBe(0);
  });

  test.each(["/ready-large", "/large"])(
    "whose client takes nothing of %s is ended",
    async (target) => {
      const { port } = serveThem({ lookInterval: 50 });
      const before = await openDescriptors();
      const client = await openRawClient(port);
      client.pause();
      client.send(rawGet("any", target));
      await eventually(async () => (await openDescriptors()) > before + 1);
      // The client's own is left.
      await eventually(async () => (await openDescriptors()) <= before + 1);
      client.leave();
    },
  );

  test("is not ended that is used now and then, waits for an answer or follows events", async () => {
    const { port } = serveThem({ lookInterval: 60 });
    const [now, slow, events] = await Promise.all(
      Array.from({ length: 3 }, () => openRawClient(port)),
    );
    if (!now || !slow || !events) throw new Error("three were opened");
    slow.send(rawGet("any", "/slow"));
    events.send(rawGet("any", "/events"));
    for (let n = 1; n <= 12; n += 1) {
      now.send(rawGet("any", "/ready"));
      await now.answers(n);
      await Bun.sleep(30);
    }
    expect([now, slow, events].map(({ isEnded }) => isEnded)).toEqual([false, false, false]);
    goOn.resolve();
    expect((await slow.answers(1))[0]?.body.toString()).toBe("slow ");
    expect(events.received.toString()).toContain("data: 1");
  });
});
