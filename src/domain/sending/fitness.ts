import type { NextMessage } from "./find-next-message.ts";

/** Milliseconds; an automatic answer that comes later answers nothing. */
const AUTOMATIC_LIFETIME = 3_600_000;
/** Milliseconds; what a person waits for is news for longer. */
const NEWS_LIFETIME = 24 * 3_600_000;

/** What is said of subscriptions, and answers nothing. */
const NEWS: unknown[] = [
  ...["subscription_request", "subscribed", "unsubscribed", "price_drop", "back_in_stock"],
];

/** Confirmations of the person's own wish to hear nothing automatic, or to hear it again. */
const CONFIRMATIONS: unknown[] = ["opt_out", "opt_in"];

/** Why a message is not to be sent after all; null when it is. */
export function fitnessOf(
  message: NextMessage,
  now: Date,
): { status: "failed" | "cancelled"; reason: string } | null {
  const { automatic, queuedAt, isOptedOut, person } = message;
  if (automatic && !CONFIRMATIONS.includes(automatic)) {
    if (isOptedOut) return { status: "cancelled", reason: "The person wants no such messages." };
    const lifetime = NEWS.includes(automatic) ? NEWS_LIFETIME : AUTOMATIC_LIFETIME;
    if (now.getTime() - queuedAt.getTime() > lifetime) {
      return { status: "cancelled", reason: "It would have come too late." };
    }
  }
  if (person.startsWith("erased:")) {
    return { status: "cancelled", reason: "The person's data was erased." };
  }
  if (message.hasMedia && !message.file) {
    return { status: "failed", reason: "The file is not there any more." };
  }
  return null;
}
