import type { SendOutcome } from "../../infra/gateway/gateway.ts";
import { isLastOfRound } from "./attempts.ts";

export type Outcome =
  | SendOutcome
  /** It is not sent at all. */
  | { kind: "given_up"; status: "failed" | "cancelled"; reason: string };

/** The status that an outcome gives a message, and the reason that staff read. */
export interface Mark {
  status: "sent" | "queued" | "held" | "failed" | "cancelled" | "doubtful";
  reason: string | null;
}

const WORDS = {
  disconnected: "The number is not connected to WhatsApp.",
  quota: "The gateway's quota is used up.",
  token: "The gateway does not know this number's token.",
  target: "The gateway does not write to this number.",
  content: "The gateway does not take this text or file",
  other: "The gateway refused it",
} as const;

/** What one attempt, the first being 1, comes to. */
export function markOf(outcome: Outcome, attempt: number): Mark {
  switch (outcome.kind) {
    case "accepted":
      return { status: "sent", reason: null };
    case "unknown":
      return { status: "doubtful", reason: `It may have been sent: ${outcome.detail}.` };
    case "given_up":
      return { status: outcome.status, reason: outcome.reason };
    case "unreachable":
      return isLastOfRound(attempt)
        ? { status: "failed", reason: "The gateway could not be reached." }
        : { status: "queued", reason: null };
  }
  const { reason, detail } = outcome;
  if (reason === "disconnected" || reason === "quota" || reason === "token") {
    return { status: "held", reason: WORDS[reason] };
  }
  const told = reason === "target" ? WORDS.target : `${WORDS[reason]}: ${detail}.`;
  return { status: "failed", reason: told };
}
