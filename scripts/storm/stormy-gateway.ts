import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Chance } from "./random.ts";

/** What may go wrong with one call of /send. */
const FAULTS = [
  ...["slow", "error", "refuses", "nonsense", "hangs up first", "hangs up after"],
  "answers too late",
] as const;
export type GatewayFaultKind = (typeof FAULTS)[number];

/** After these nobody can know whether the message was taken. */
const DOUBTFUL = new Set<GatewayFaultKind>([
  ...(["error", "nonsense", "hangs up first", "hangs up after", "answers too late"] as const),
]);

/** Milliseconds. */
const SLOW = 1_500;
const TOO_LATE = 12_000;

export interface AcceptedSend {
  id: string;
  /** The device's, by which it was authorised. */
  token: string;
  target: string;
  message: string;
}

export interface StormyGateway {
  url: string;
  accepted: AcceptedSend[];
  /** How often each fault struck. */
  struck: Partial<Record<GatewayFaultKind, number>>;
  /** Messages after whose call nobody could know. */
  doubted: Set<string>;
  /** The likelihood of a fault, of each call from now on. */
  trouble(likelihood: number): void;
  /** Called with each message as it is taken, before the answer. */
  onAccepted(listener: (send: AcceptedSend) => void): void;
  close(): void;
}

async function fieldsOf(request: IncomingMessage): Promise<Map<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const contentType = `${request.headers["content-type"]}`;
  const body = new Response(Buffer.concat(chunks), { headers: { "Content-Type": contentType } });
  const form = await body.formData();
  return new Map([...form].map(([name, value]) => [name, String(value)]));
}

/** A gateway that speaks Fonnte's HTTP on a port of its own and keeps a ledger of what it took. */
export async function openStormyGateway(chance: Chance): Promise<StormyGateway> {
  const accepted: AcceptedSend[] = [];
  const struck: StormyGateway["struck"] = {};
  const doubted = new Set<string>();
  let likelihood = 0;
  let tell: (send: AcceptedSend) => void = () => {};
  const say = (response: ServerResponse, body: unknown, status = 200) => {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const send = async (token: string, fields: Map<string, string>, response: ServerResponse) => {
    const [target = "", message = ""] = [fields.get("target"), fields.get("message")];
    const fault = chance.happens(likelihood) ? chance.pick(FAULTS) : null;
    if (fault) struck[fault] = (struck[fault] ?? 0) + 1;
    if (fault && DOUBTFUL.has(fault)) doubted.add(message);
    const id = `${80_000_000 + accepted.length}`;
    const take = () => {
      const taken = { id, token, target, message };
      accepted.push(taken);
      tell(taken);
    };
    const success = { detail: "success! message in queue", id: [id], process: "pending" };
    const answer = { ...success, requestid: 1, status: true, target: [target] };
    if (fault === "refuses") return say(response, { Status: false, reason: "target invalid" });
    if (fault === "hangs up first") return void response.socket?.destroy();
    if (fault === "error") {
      if (chance.happens(0.5)) take();
      return say(response, "Internal Server Error", 500);
    }
    take();
    if (fault === "nonsense") return say(response, "<html>oops");
    if (fault === "hangs up after") return void response.socket?.destroy();
    if (fault === "slow") await Bun.sleep(SLOW);
    if (fault === "answers too late") await Bun.sleep(TOO_LATE);
    say(response, answer);
  };
  const server = createServer(async (request, response) => {
    const token = request.headers.authorization ?? "";
    const fields = await fieldsOf(request).catch(() => new Map<string, string>());
    if (request.url === "/send") return send(token, fields, response);
    if (request.url === "/validate") {
      const registered = (fields.get("target") ?? "").split(",");
      return say(response, { status: true, registered, not_registered: [] });
    }
    if (request.url === "/device") {
      const state = { device_status: "connect", quota: "10000", package: "Ultra", messages: 1 };
      return say(response, { ...state, expired: "31 December 2030", name: "x", status: true });
    }
    say(response, { status: true });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    ...{ accepted, struck, doubted, url: `http://127.0.0.1:${port}` },
    trouble: (share) => {
      likelihood = share;
    },
    onAccepted: (listener) => {
      tell = listener;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
