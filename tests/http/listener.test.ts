/** What leaves from the connection itself is what the chain would have answered, to whom it would have. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { SECURITY_HEADERS } from "../../src/http/security-headers.ts";
import { eventually } from "../support/eventually.ts";
import { type ListenerStage, openListenerStage, withoutOwn } from "../support/listener-stage.ts";
import type { RawAnswer } from "../support/raw-answers.ts";
import { openRawClient, rawGet } from "../support/raw-client.ts";
import { doorOf, serveStandIn } from "../support/stand-in-app.ts";

let stage: ListenerStage;
beforeAll(async () => {
  stage = await openListenerStage();
});
afterAll(() => stage.close());

let limit = 0;
/** An address that nobody asked for before. */
const freshTarget = () => {
  limit += 1;
  return `/api/cars?limit=${limit}`;
};

async function ask(port: number, target: string, lines: string[] = [], hostname = "127.0.0.1") {
  const client = await openRawClient(port, { hostname });
  client.send(rawGet(stage.tenant.host, target, ...lines));
  const [answer] = await client.answers(1);
  client.leave();
  if (!answer) throw new Error("nothing was answered");
  return answer;
}

/** From the connection itself; the listener may leave the first to the chain. */
const askReady = (target: string, lines: string[] = [], hostname?: string): Promise<RawAnswer> =>
  eventually(async () => {
    const { ready } = stage.given;
    const answer = await ask(stage.ports.listener, target, lines, hostname);
    return stage.given.ready > ready && answer;
  });

const left = ({ headers }: RawAnswer) => Number(/r=(\d+)/.exec(headers["ratelimit"] ?? "")?.[1]);

describe("a ready answer", () => {
  test.each([
    ["as it is", []],
    ["in brotli", ["Accept-Encoding: gzip, br"]],
    ["in zstd", ["Accept-Encoding: gzip, zstd"]],
    ["in gzip", ["Accept-Encoding: gzip"]],
    ["to a page of the dealership", ["Origin: http://{host}"]],
    ["to a page of somebody else", ["Origin: https://evil.test"]],
    ["to whom holds it", ["If-None-Match: *"]],
    [
      "to whom holds it, on a page of the dealership",
      ["If-None-Match: *", "Origin: http://{host}"],
    ],
  ])("is the same to the byte and the header, %s", async (_, given) => {
    const lines = given.map((line) => line.replace("{host}", stage.tenant.host));
    const target = freshTarget();
    const made = await ask(stage.ports.oracle, target, lines);
    const kept = await askReady(target, lines);
    expect(withoutOwn(kept)).toEqual(withoutOwn(made));
    expect(kept.body).toEqual(made.body);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      expect(kept.headers[name.toLowerCase()]).toBe(value);
    }
    expect(Date.parse(kept.headers["date"] ?? "")).toBeCloseTo(Date.now(), -4);
    expect(kept.headers["date"]).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    if (kept.status === 200) expect(Number(kept.headers["content-length"])).toBe(kept.body.length);
    const isOwn = lines.some((line) => line.startsWith("Origin: http:"));
    expect(kept.headers["access-control-allow-origin"]).toBe(
      isOwn ? `http://${stage.tenant.host}` : undefined,
    );
  });

  test("has the id that its client gave it, if that is one, and no other's", async () => {
    const target = freshTarget();
    await ask(stage.ports.oracle, target);
    const idOf = async (...lines: string[]) =>
      (await askReady(target, lines)).headers["x-request-id"];
    expect(await idOf("X-Request-Id: given-by-client")).toBe("given-by-client");
    const ids = [
      await idOf(),
      await idOf("X-Request-Id: <script>"),
      await idOf("X-Request-Id: short"),
    ];
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}-\w+$/);
    expect(new Set(ids).size).toBe(3);
  });
});

describe("the limit of a visitor", () => {
  test("is one for what is ready and what is not, and another one for another address", async () => {
    const [fresh, used] = [freshTarget(), freshTarget()];
    await ask(stage.ports.oracle, used, [], "::1");
    const start = left(await askReady(used, [], "::1"));
    const here = left(await askReady(used));
    const chain = await ask(stage.ports.listener, fresh, [], "::1");
    const again = await ask(stage.ports.listener, used, [], "::1");
    expect([left(chain), left(again)]).toEqual([start - 1, start - 2]);
    const other = await ask(stage.ports.listener, used);
    expect(left(other)).toBe(here - 1);
    expect(here).not.toBe(start);
  });

  test("refuses by the chain, over both addresses apart", async () => {
    const few = await openListenerStage({ config: { RATE_LIMIT_MAX_REQUESTS: 3 } });
    const statuses: number[] = [];
    for (const hostname of ["127.0.0.1", "::1"]) {
      const client = await openRawClient(few.ports.listener, { hostname });
      for (let n = 1; n <= 5; n += 1) {
        client.send(rawGet(few.tenant.host, "/api/site"));
        await client.answers(n);
      }
      statuses.push(...(await client.answers(5)).map(({ status }) => status));
      client.leave();
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429, 200, 200, 200, 429, 429]);
    await few.close();
  });
});

test("a fault of the door is told as an error, and the chain answers", async () => {
  const lines: string[] = [];
  const { pino } = await import("pino");
  const log = pino({ level: "info" }, { write: (text: string) => void lines.push(text) });
  const door = doorOf({ "/ready": "ready" });
  const serving = serveStandIn(
    (request) => new Response(`chain ${new URL(request.url).pathname}`),
    {
      log,
      frontDoor: (asked) => {
        if (asked.target === "/faulty") throw new Error("the door is stuck");
        return door(asked);
      },
    },
  );
  const client = await openRawClient(serving.port);
  for (const [n, target] of ["/faulty", "/ready", "/faulty"].entries()) {
    client.send(rawGet("any", target));
    await client.answers(n + 1);
  }
  const bodies = (await client.answers(3)).map(({ body }) => body.toString());
  expect(bodies).toEqual(["chain /faulty", "ready", "chain /faulty"]);
  const logged = lines.map((line) => JSON.parse(line));
  expect(logged).toMatchObject(Array(2).fill({ level: 50, err: { message: "the door is stuck" } }));
  client.leave();
  await serving.terminate();
});
