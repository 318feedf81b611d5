import { z } from "@hono/zod-openapi";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/**
 * A phone number in E.164, read as Indonesian where it names no country: 0812-3456-7890,
 * 62812…, +62 812… and 812… are the same. Null when it cannot be a phone number.
 */
export function parsePhone(input: string): string | null {
  const compact = input.trim();
  const international = /^\(?62[\s\d().-]{7,}$/.test(compact)
    ? `+${compact.replace("(", "")}`
    : compact;
  const parsed = parsePhoneNumberFromString(international, "ID");
  return parsed?.isValid() ? parsed.number : null;
}

/** A phone number of any spelling, which becomes E.164. */
export const Phone = z
  .string()
  .max(40, "must be at most 40 characters")
  .transform((input, context) => {
    const phone = parsePhone(input);
    if (phone) return phone;
    context.addIssue({ code: "custom", message: "is not a phone number" });
    return z.NEVER;
  })
  .openapi({ type: "string", maxLength: 40, example: "0812-3456-7890" });
