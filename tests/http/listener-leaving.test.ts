/** Clients that leave: who is behind is told, what was sent arrives, and nothing is left of them. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import type { AppEnv } from "../../src/http/env.ts";
import { eventually } from "../support/eventually.ts";
import { openRawClient, rawGet, rawPost } from "../support/raw-client.ts";
import { isLinux, openDescriptors, serveStandIn } from "../support/stand-in-app.ts";

const LARGE = new Uint8Array(40 * 1024 ** 2);

/** What the app was asked, by whom, and what became of it. */
let seen: string[] = [];
/** What is made in the listener's process waits for it. */
const released = Promise.withResolvers<void>();
beforeEach(() => {
  seen = [];
});

async function answer(request: Request, { server }: AppEnv["Bindings"]): Promise<Response> {
  const { pathname } = new URL(request.url);
  const from = server?.requestIP(request)?.address;
  request.signal.addEventListener("abort", () => seen.push(`left ${pathname}`));
  seen.push(`asked ${pathname} by ${from}`);
  if (pathname === "/api/cars") await released.promise;
  if (pathname === "/never") return new Promise(() => {});
  if (pathname === "/large") return new Response(LARGE);
  if (pathname === "/events") {
    const events = new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from("data: first\n\n")),
      cancel: () => void seen.push("cancelled"),
    });
    return new Response(events, { headers: { "Content-Type": "text/event-stream" } });
  }
  seen.push(`took ${(await request.text()).length}`);
  return new Response(pathname);
}

const serving = serveStandIn(answer, { ready: { "/ready": "ready" } });
afterAll(() => serving.terminate());

const saw = (what: string) => eventually(() => seen.includes(what));

describe("a client that leaves", () => {
  test("before an answer", async () => {
    const client = await openRawClient(serving.port);
    client.send(rawGet("any", "/never"));
    await saw("asked /never by 127.0.0.1");
    client.leave();
    await saw("left /never");
  });

  test("in the middle of a large one that it does not take", async () => {
    const client = await openRawClient(serving.port);
    client.pause();
    client.send(rawGet("any", "/large"));
    await saw("asked /large by 127.0.0.1");
    client.leave();
    await saw("left /large");
  });

  test("while its answer is made: what it sent behind it is not asked any more", async () => {
    const client = await openRawClient(serving.port);
    client.send(rawGet("any", "/api/cars") + rawPost("any", "/behind", "x"));
    await saw("asked /api/cars by 127.0.0.1");
    client.leave();
    await Bun.sleep(50);
    released.resolve();
    await saw("took 0");
    await Bun.sleep(100);
    expect(seen.filter((what) => what.includes("/behind"))).toEqual([]);
  });

  test("a stream of events", async () => {
    const client = await openRawClient(serving.port);
    client.send(rawGet("any", "/events"));
    await eventually(() => client.received.includes("data: first"));
    client.leave();
    await saw("left /events");
    await saw("cancelled");
  });

  test.each(["127.0.0.1", "::1"])(
    "at once after a whole POST: it arrives, as that of %s",
    async (hostname) => {
      for (let n = 0; n < 10; n += 1) {
        const client = await openRawClient(serving.port, { hostname });
        client.send(rawPost("any", `/post-${n}`, "x".repeat(1_000)));
        client.leave();
        await saw(`asked /post-${n} by ${hostname}`);
        await saw("took 1000");
        seen = [];
      }
    },
  );

  test.skipIf(!isLinux)("leaves no connection and no address behind", async () => {
    const before = await openDescriptors();
    for (const hostname of ["127.0.0.1", "::1"]) {
      const clients = await Promise.all(
        Array.from({ length: 50 }, () => openRawClient(serving.port, { hostname })),
      );
      for (const [n, client] of clients.entries()) {
        client.send(
          rawGet("any", n % 3 ? "/other" : "/ready") + (n % 2 ? rawGet("any", "/never") : ""),
        );
      }
      await Promise.all(clients.map((client) => client.answers(1)));
      expect(await openDescriptors()).toBeGreaterThan(before + 100);
      for (const client of clients) client.leave();
      await eventually(async () => (await openDescriptors()) <= before);
    }
  });
});
