import { z } from "zod";

/** For refine(): PostgreSQL cannot store a NUL character. */
export const withoutNul = [
  (value: string) => !value.includes("\u0000"),
  "must not contain a NUL character",
] as const;

/** Any text, where half of a surrogate pair, which PostgreSQL's JSON refuses, becomes U+FFFD. */
export const wellFormed = () => z.string().overwrite((value) => value.toWellFormed());

/** Trimmed text of 1 to `max` characters. */
export const text = (max: number) =>
  wellFormed()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must be at most ${max} characters`)
    .refine(...withoutNul);

/** Line breaks and other control characters, and marks that turn the direction of what follows. */
const UNLINEAR = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** As text, on one line: for what is set into a mail's own words. */
export const line = (max: number) =>
  text(max).refine(
    (value) => !UNLINEAR.test(value),
    "must be one line, without control characters",
  );

/** As text, where an empty value means none. */
export const optionalText = (max: number) =>
  wellFormed()
    .trim()
    .max(max, `must be at most ${max} characters`)
    .refine(...withoutNul)
    .transform((value) => value || null)
    .nullable();
