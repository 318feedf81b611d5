import type { RefusalReason } from "./gateway.ts";

/** The gateway's words for a refusal, and what each means here. The first that fits counts. */
const REASONS: [words: RegExp, reason: RefusalReason][] = [
  [/disconnect/i, "disconnected"],
  [/quota/i, "quota"],
  [/token|unknown user/i, "token"],
  [/target/i, "target"],
  [/input|url|file|format|json|message/i, "content"],
];

/** What a refusal means, by the gateway's own words. */
export const refusalOf = (words: string): RefusalReason =>
  REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? "other";

/** The gateway's words, as far as they are known to hold nothing of a person. */
export function reasonOf(words: string): string {
  const known = words.trim().slice(0, 100);
  return /^[a-z ,.'!-]*$/i.test(known) && !/\b\S{24,}\b/.test(known) ? known : refusalOf(words);
}
