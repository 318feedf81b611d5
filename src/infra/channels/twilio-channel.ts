import type { RefusalReason, SendOutcome } from "../gateway/gateway.ts";
import type { Channel } from "./channel.ts";

export interface TwilioAccount {
  sid: string;
  authToken: string;
  /** A phone number in E.164, a sender's name, or the id of a messaging service (MG…). */
  from: string;
  /** https://api.twilio.com, without a path. */
  url: string;
}

/** Milliseconds; whether a slower answer says yes or no is not waited for. */
const TIMEOUT = 15_000;

/** Characters; Twilio refuses more. */
const LONGEST = 1_600;

/** No connection was made, so that nothing was asked. */
const NOT_CONNECTED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/** By SMS through Twilio: one POST to Messages.json. */
export function createTwilioChannel({ sid, authToken, from, url }: TwilioAccount): Channel {
  const address = new URL(`/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`, url);
  const authorization = `Basic ${Buffer.from(`${sid}:${authToken}`).toString("base64")}`;
  const sender = /^MG[0-9a-f]{32}$/.test(from) ? "MessagingServiceSid" : "From";
  return {
    send: async ({ to, text }) => {
      const body = new URLSearchParams({ To: to, [sender]: from, Body: text.slice(0, LONGEST) });
      const headers = { Authorization: authorization };
      const signal = AbortSignal.timeout(TIMEOUT);
      const request = { method: "POST", headers, body, signal, redirect: "manual" } as const;
      try {
        const response = await fetch(address, request);
        return outcomeOf(response, await response.text());
      } catch (fault) {
        const { code, name } = fault as { code?: unknown; name?: string };
        const detail = `Twilio: ${typeof code === "string" ? code : name}`;
        const isCertain = NOT_CONNECTED.includes(String(code));
        return { kind: isCertain ? "unreachable" : "unknown", detail };
      }
    },
  };
}

/** Twilio's codes of numbers that take no SMS, and of texts that are not sent. */
const BY_CODE: Record<number, RefusalReason> = {
  ...{ 21211: "target", 21217: "target", 21408: "target", 21610: "target", 21612: "target" },
  ...{ 21614: "target", 21635: "target", 21602: "content", 21617: "content" },
};

/** Its own words may repeat the number, so that codes alone are kept. */
function outcomeOf({ status, headers }: Response, text: string): SendOutcome {
  const { sid, code } = answerOf(text);
  const detail = `Twilio: ${[status, code].filter(Boolean).join(" ")}`;
  if (status >= 200 && status < 300) {
    return typeof sid === "string" ? { kind: "accepted", id: sid } : { kind: "unknown", detail };
  }
  if (status === 429) {
    const seconds = Number(headers.get("Retry-After"));
    return { kind: "unreachable", detail, ...(seconds > 0 && { retryAfterSeconds: seconds }) };
  }
  if (status < 300 || status >= 500) return { kind: "unknown", detail };
  if (status === 401 || status === 403) return { kind: "refused", reason: "token", detail };
  return { kind: "refused", reason: BY_CODE[Number(code)] ?? "other", detail };
}

function answerOf(text: string): { sid?: unknown; code?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
