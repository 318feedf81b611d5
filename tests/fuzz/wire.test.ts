/** Bytes that are hardly HTTP, or lie about the length of what follows, cost the server nothing. */
import { afterAll, expect, test } from "bun:test";
import { createConnection } from "node:net";
import fc from "fast-check";
import { pino } from "pino";
import { loadConfig } from "../../src/config.ts";
import { startWeb } from "../../src/main.ts";
import { createTestApp, testRootSecret } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";
import { fuzz, sizeOf } from "./fuzz-run.ts";

const app = createTestApp();
const { host } = await createTestTenant(app);
const config = { ...loadConfig({ NODE_ENV: "test" }), PORT: 0, RATE_LIMIT_MAX_REQUESTS: 1_000_000 };
const errors: string[] = [];
const log = pino({ level: "error" }, { write: (line) => errors.push(line) });
const web = startWeb({ config, log, ownerUrl: app.ownerUrl, rootSecret: testRootSecret() });
afterAll(async () => {
  await web.stop();
  await app.close();
});

/** Milliseconds to wait for more of an answer before the client hangs up. */
const PATIENCE = 100;

/** All that is answered until the server, or the client, hangs up. */
const exchange = (text: string, patience = PATIENCE) =>
  new Promise<string>((answered) => {
    let answer = "";
    const socket = createConnection({ port: web.port, host: "127.0.0.1" });
    socket.setTimeout(patience, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => answered(answer));
    socket.write(text, "latin1");
  });

const BODY = JSON.stringify({ name: "Budi", phone: "0813-1111-2222", kind: "question" });
const LENGTH = String(BODY.length);
const rawText = fc
  .uint8Array({ maxLength: 80 })
  .map((bytes) => Buffer.from(bytes).toString("latin1"));

const requestLine = fc.oneof(
  { weight: 5, arbitrary: fc.constant("POST /api/leads HTTP/1.1") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...["GET /api/cars HTTP/1.1", "GET http://x/api/cars HTTP/1.1", "GET * HTTP/1.1", "GET /"],
      ...["POST /api/leads HTTP/1.0", "POST /api/leads HTTP/9.9", "post /api/leads HTTP/1.1", ""],
      ...[
        "GET //api//cars HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /api/cars?\u0000 HTTP/1.1",
        "PRI *",
      ],
      ...[`GET /${"a".repeat(20_000)} HTTP/1.1`, "CONNECT a:1 HTTP/1.1", "TRACE /health HTTP/1.1"],
    ),
  },
  { weight: 1, arbitrary: rawText },
);
const lengths = fc.constantFrom(
  ...[
    LENGTH,
    LENGTH,
    "0",
    "1",
    "5000",
    "99999999999999999999",
    "-1",
    "+5",
    "0x10",
    " 5",
    "5,5",
    "",
  ],
);
const header = fc.oneof(
  lengths.map((length) => `Content-Length: ${length}`),
  fc.constantFrom(
    ...["Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding:x"],
    ...[
      "Expect: 100-continue",
      "Connection: upgrade",
      "Upgrade: websocket",
      "Host: other.localhost",
    ],
    ...[
      "Content-Type: application/json",
      "Content-Type: application/json",
      " folded",
      ": none",
      "x",
    ],
    ...[`X-Long: ${"a".repeat(20_000)}`, "X-Nul: a\u0000b", "Content-Length : 5", "Host:"],
  ),
  rawText,
);
const payload = fc.oneof(
  { weight: 4, arbitrary: fc.constant(BODY) },
  { weight: 2, arbitrary: fc.constantFrom(`${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "zz\r\n",
      "ffffffffffffffff\r\n",
      "-1\r\n",
      "5\r\nab",
      "0\r\n\r\nGET /",
    ),
  },
  { weight: 1, arbitrary: rawText },
);
const GOOD_HEADERS = [
  ...[`Host: ${host}`, "Connection: close", "Content-Type: application/json"],
  `Content-Length: ${LENGTH}`,
];
const message = fc
  .tuple(
    requestLine,
    fc.oneof(fc.constant(GOOD_HEADERS), fc.subarray(GOOD_HEADERS)),
    fc.array(header, { maxLength: 2 }),
    payload,
    fc.constantFrom("\r\n", "\r\n", "\r\n", "\n"),
  )
  .map(([line, good, more, body, end]) => [line, ...more, ...good, "", body].join(end));

const STATUS = /^HTTP\/1\.1 (\d{3})/gm;

test(
  "no bytes are answered by a fault",
  async () => {
    const inputs = sizeOf({ usual: 600, all: 10_000 });
    const { acceptedShare } = await fuzz("wire", inputs, message, async (text) => {
      const answer = await exchange(text);
      const statuses = [...answer.matchAll(STATUS)].map((match) => Number(match[1]));
      // Bun answers 505 itself where a version of HTTP is none.
      const status = statuses.find((one) => one >= 500 && one !== 505) ?? statuses[0] ?? 400;
      return { status: status === 505 ? 400 : status, isAccepted: statuses.includes(201) };
    });
    expect(acceptedShare).toBeGreaterThan(0.02);
    const good = ["POST /api/leads HTTP/1.1", ...GOOD_HEADERS, "", BODY].join("\r\n");
    const alive = await exchange(good, 5_000);
    expect(errors).toEqual([]);
    expect(alive).toStartWith("HTTP/1.1 201");
  },
  15 * 60_000,
);
