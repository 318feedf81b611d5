/** A WhatsApp gateway that speaks Fonnte's HTTP over a real port, and misbehaves when told to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a call goes wrong. */
export type Fault =
  /** Taken, and answered after slowMs. */
  | "slow"
  | "server_error"
  /** 503 with Retry-After, nothing taken. */
  | "unavailable"
  /** Taken, and answered by what is no JSON. */
  | "wrong_json"
  /** The connection is closed, nothing taken. */
  | "drop_before"
  /** Taken, and the connection closed without an answer. */
  | "drop_after"
  /** Taken, and answered after lateMs, when the client has given up. */
  | "late"
  /** Answered by status false and this reason, nothing taken. */
  | { refuse: string };

export interface AcceptedSend {
  id: string;
  token: string;
  target: string;
  message: string;
  url: string | null;
  inboxid: string | null;
  file: { name: string; type: string; bytes: number } | null;
  at: number;
}

interface DeviceState {
  connected: boolean;
  quota: number;
}

export interface TestGateway {
  url: string;
  port: number;
  /** What was taken to be sent, in order. */
  accepted: AcceptedSend[];
  /** Every call that came whole, by path. */
  calls: { path: string; token: string; fields: Record<string, string> }[];
  /** By token; one that is not here is connected and has a quota of 1,000. */
  devices: Map<string, DeviceState>;
  /** Digits of numbers that are not on WhatsApp. */
  unregistered: Set<string>;
  /** Tokens that are not known here. */
  badTokens: Set<string>;
  slowMs: number;
  lateMs: number;
  /** The next calls of /send go wrong like this, one after another. */
  next(...faults: Fault[]): void;
  /** Each call goes wrong like this until told otherwise. */
  always(fault: Fault | null): void;
  /** Shares of the calls of /send that go wrong, such as { drop_after: 0.05 }. */
  rates: Partial<Record<Exclude<Fault, object>, number>>;
  close(): Promise<void>;
}

const PICTURE =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Starts it at once; a port of 0 is any that is free. */
export async function startTestGateway(port = 0): Promise<TestGateway> {
  const queued: Fault[] = [];
  let lasting: Fault | null = null;
  let sent = 0;
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => request.socket.destroy());
  });
  const gateway: Omit<TestGateway, "url" | "port"> = {
    accepted: [],
    calls: [],
    devices: new Map(),
    unregistered: new Set(),
    badTokens: new Set(),
    slowMs: 150,
    lateMs: 1_500,
    next: (...faults) => void queued.push(...faults),
    always: (fault) => {
      lasting = fault;
    },
    rates: {},
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };

  function drawFault(): Fault | null {
    const drawn = queued.shift() ?? lasting;
    if (drawn) return drawn;
    let chance = Math.random();
    for (const [fault, share] of Object.entries(gateway.rates)) {
      chance -= share;
      if (chance < 0) return fault as Exclude<Fault, object>;
    }
    return null;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "", "http://gateway.test").pathname;
    const body = await bodyOf(request);
    const reply = (fields: object, status = 200, headers = {}) => {
      response.writeHead(status, { "Content-Type": "application/json", ...headers });
      response.end(JSON.stringify(fields));
    };
    if (path === "/ledger") return reply(gateway.accepted);
    if (path === "/faults") {
      gateway.rates = JSON.parse(body.toString()) as TestGateway["rates"];
      return reply(gateway.rates);
    }
    const token = request.headers.authorization ?? "";
    const { fields, file } = await formOf(request, body);
    gateway.calls.push({ path, token, fields });
    const device = gateway.devices.get(token) ?? { connected: true, quota: 1_000 };
    const refuse = (reason: string) => reply({ Status: false, reason, requestid: sent });
    if (!token || gateway.badTokens.has(token)) return refuse("token invalid");
    const fault = path === "/send" ? drawFault() : lasting;
    if (fault === "server_error") return reply({ error: "oops" }, 500);
    if (fault === "unavailable") return reply({}, 503, { "Retry-After": "2" });
    if (fault === "drop_before") return void request.socket.destroy();
    if (fault && typeof fault === "object") return refuse(fault.refuse);
    if (path === "/validate") {
      const targets = (fields["target"] ?? "").split(",");
      const missing = targets.filter((target) => gateway.unregistered.has(target));
      const registered = targets.filter((target) => !gateway.unregistered.has(target));
      return reply({ status: true, registered, not_registered: missing });
    }
    if (path === "/device") {
      const { connected, quota } = device;
      return reply({
        ...{ status: true, device_status: connected ? "connect" : "disconnect" },
        ...{ quota: String(quota), package: "Regular", expired: "01 January 2030" },
      });
    }
    if (path === "/qr") {
      if (device.connected) return refuse("device already connect");
      return reply({ status: true, url: PICTURE });
    }
    if (path === "/update-device") return reply({ status: true });
    if (path !== "/send") return reply({ status: false, reason: "unknown" }, 404);
    if (!device.connected) return refuse("request invalid on disconnected device");
    if (device.quota <= 0) return refuse("insufficient quota");

    sent += 1;
    const id = String(80_000_000 + sent);
    gateway.accepted.push({
      ...{ id, token, target: fields["target"] ?? "", message: fields["message"] ?? "" },
      ...{ url: fields["url"] ?? null, inboxid: fields["inboxid"] ?? null, at: Date.now() },
      file,
    });
    device.quota -= 1;
    gateway.devices.set(token, device);
    if (fault === "drop_after") return void request.socket.destroy();
    if (fault === "wrong_json") return void response.end("<html>OK</html>");
    if (fault === "slow") await Bun.sleep(gateway.slowMs);
    if (fault === "late") await Bun.sleep(gateway.lateMs);
    const target = (fields["target"] ?? "").split(",");
    reply({
      ...{ detail: "success! message in queue", id: [id], process: "pending" },
      ...{ requestid: sent, status: true, target },
    });
  }

  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  const own = (server.address() as AddressInfo).port;
  return Object.assign(gateway, { url: `http://127.0.0.1:${own}`, port: own });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function formOf(request: IncomingMessage, body: Buffer) {
  const type = request.headers["content-type"] ?? "";
  const fields: Record<string, string> = {};
  let file: AcceptedSend["file"] = null;
  if (/form/.test(type)) {
    const whole = new Response(new Uint8Array(body), { headers: { "Content-Type": type } });
    (await whole.formData()).forEach((value: string | Blob, name: string) => {
      if (typeof value === "string") fields[name] = value;
      else file = { name: (value as File).name, type: value.type, bytes: value.size };
    });
  }
  return { fields, file: file as AcceptedSend["file"] };
}
