/** The gateway's client against a gateway that speaks its HTTP: every way in which a call may end. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { createFonnteGateway } from "../../src/infra/gateway/fonnte.ts";
import { GatewayFault } from "../../src/infra/gateway/gateway.ts";
import { type Fault, startTestGateway } from "../support/gateway.ts";

const fake = await startTestGateway();
fake.lateMs = 600;
const client = createFonnteGateway({ url: fake.url, timeLimit: 300 });
afterAll(() => fake.close());

const TOKEN = "kT9-secret-device-token";
const PHONE = "+6281234567890";
const message = { target: PHONE, message: "Masih ada, kak" };

beforeEach(() => {
  fake.accepted.length = 0;
  fake.calls.length = 0;
  fake.devices.clear();
});

const faultOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (fault: GatewayFault) => ({
      isFault: fault instanceof GatewayFault,
      reason: fault.reason as string,
    }),
  );

describe("a message", () => {
  test("is taken: digits, no country put in front, the token without Bearer", async () => {
    const outcome = await client.send(TOKEN, { ...message, inboxId: "77" });
    expect(outcome).toEqual({ kind: "accepted", id: fake.accepted[0]?.id ?? "" });
    expect(fake.calls[0]).toEqual({
      ...{ path: "/send", token: TOKEN },
      fields: {
        ...{ target: "6281234567890", message: message.message },
        ...{ countryCode: "0", inboxid: "77" },
      },
    });
  });

  test("carries a file, or the address of one; a LID stays as it is", async () => {
    const file = {
      bytes: new Uint8Array(2_000),
      filename: "avanza.jpg",
      contentType: "image/jpeg",
    };
    await client.send(TOKEN, { ...message, file });
    await client.send(TOKEN, { target: "9912@lid", message: "x", fileUrl: "https://x.test/1.jpg" });
    expect(fake.accepted).toMatchObject([
      { file: { name: "avanza.jpg", type: "image/jpeg", bytes: 2_000 } },
      { target: "9912@lid", url: "https://x.test/1.jpg", file: null },
    ]);
  });

  test.each([
    ["request invalid on disconnected device", "disconnected"],
    ["insufficient quota", "quota"],
    ["token invalid", "token"],
    ["target invalid", "target"],
    ["input invalid", "content"],
    ["url unreachable", "content"],
    ["file format not supported", "content"],
    ["file size must under 4MB", "content"],
    ["JSON format invalid", "content"],
    ["something new", "other"],
  ] as const)("that is refused, %s, is refused for good", async (words, reason) => {
    fake.next({ refuse: words });
    expect(await client.send(TOKEN, message)).toMatchObject({ kind: "refused", reason });
    expect(fake.accepted).toEqual([]);
  });

  test.each<[Fault, string, boolean]>([
    ["slow", "accepted", true],
    ["unavailable", "unreachable", false],
    ["server_error", "unknown", false],
    ["wrong_json", "unknown", true],
    ["drop_before", "unknown", false],
    ["drop_after", "unknown", true],
    ["late", "unknown", true],
  ])("at a gateway of the kind %s is %s, and called once", async (fault, kind, isTaken) => {
    // The connection before may be kept open: it must not be the one that breaks.
    await client.send(TOKEN, message);
    fake.calls.length = 0;
    fake.accepted.length = 0;
    fake.next(fault);
    const outcome = await client.send(TOKEN, message);
    expect(outcome.kind as string).toBe(kind);
    if (fault === "unavailable") expect(outcome).toMatchObject({ retryAfterSeconds: 2 });
    expect(fake.calls.length).toBe(1);
    expect(fake.accepted.length).toBe(isTaken ? 1 : 0);
  });

  test.each([
    ["nobody listens", "http://127.0.0.1:1"],
    ["the name is nobody's", "http://gateway.invalid"],
    ["no TLS is spoken", fake.url.replace("http:", "https:")],
  ])("where %s certainly did not arrive", async (_, url) => {
    const outcome = await createFonnteGateway({ url, timeLimit: 2_000 }).send(TOKEN, message);
    expect(outcome.kind).toBe("unreachable");
  });

  test("answered without end is in doubt, and the answer is not kept", async () => {
    const endless = Bun.serve({
      port: 0,
      fetch: () => new Response("x".repeat(3 * 1024 * 1024)),
    });
    const url = `http://127.0.0.1:${endless.port}`;
    const outcome = await createFonnteGateway({ url }).send(TOKEN, message);
    expect(outcome.kind).toBe("unknown");
    await endless.stop(true);
  });

  test("leaves no token, number or text in what is told of it", async () => {
    for (const fault of ["late", "drop_after", { refuse: `bad ${PHONE} ${TOKEN}` }] as const) {
      fake.next(fault);
      const told = JSON.stringify(await client.send(TOKEN, message));
      for (const secret of [TOKEN, PHONE.slice(1), message.message]) {
        expect(told).not.toContain(secret);
      }
    }
  });
});

describe("the other calls", () => {
  test("which numbers are on WhatsApp", async () => {
    const other = "+6281234567891";
    fake.unregistered.add("6281234567891");
    expect(await client.validate(TOKEN, [PHONE, other])).toEqual({
      registered: [PHONE],
      missing: [other],
    });
  });

  test("the device: connected or not, its quota and end", async () => {
    const known = { package: "Regular", expiresAt: new Date("01 January 2030") };
    expect(await client.device(TOKEN)).toEqual({ connected: true, quota: 1_000, ...known });
    fake.devices.set(TOKEN, { connected: false, quota: 3 });
    expect(await client.device(TOKEN)).toEqual({ connected: false, quota: 3, ...known });
  });

  test("a picture to scan, while it is not connected", async () => {
    expect(await faultOf(client.qr(TOKEN))).toEqual({ isFault: true, reason: "connected" });
    fake.devices.set(TOKEN, { connected: false, quota: 3 });
    expect(
      Buffer.from(await client.qr(TOKEN), "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  test("where to post", async () => {
    const at = { message: "m", status: "s", device: "d", submission: "c" };
    await client.setWebhooks(TOKEN, at);
    expect(fake.calls[0]?.fields).toEqual({
      ...{ webhook: "m", webhookstatus: "s", webhookconnect: "d", webhookchaining: "c" },
    });
  });

  test.each<[Fault, string]>([
    ["unavailable", "unreachable"],
    ["server_error", "unknown"],
    ["drop_before", "unknown"],
    [{ refuse: "token invalid" }, "token"],
  ])("fail by %j as %s", async (fault, reason) => {
    fake.always(fault);
    expect(await faultOf(client.device(TOKEN))).toEqual({ isFault: true, reason });
    fake.always(null);
  });
});
