import type { PostedFields } from "../inbox/posted-body.ts";

/** Fields that tell of the submission itself and are no answers. */
const NO_ANSWER =
  /^(device|sender|pengirim|name|timestamp|inboxid|id|stateid|status|state|secret|token|member|isgroup|isforwarded|type|quick)$/i;
/** Characters of a question and of an answer. */
const LONGEST = 2_000;
/** Levels of answers in answers. */
const DEEPEST = 4;

const shortened = (text: string) => text.slice(0, LONGEST).toWellFormed();

function linesOf(name: string, value: unknown, depth: number): string[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object") {
    const answer = shortened(String(value));
    return [name ? `${shortened(name)}: ${answer}` : answer];
  }
  if (depth === DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one) => linesOf(name, one, depth + 1));
  return Object.entries(value).flatMap(([inner, one]) => linesOf(inner, one, depth + 1));
}

/** The answers of a form that somebody filled in, a line each, for people to read. */
export const readSubmission = (fields: PostedFields): string =>
  Object.entries(fields)
    .filter(([name]) => !NO_ANSWER.test(name))
    .flatMap(([name, value]) => linesOf(name, value, 0))
    .join("\n")
    .replaceAll("\u0000", "");
