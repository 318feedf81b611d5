import { z } from "@hono/zod-openapi";

/** Characters: as many as a body has bytes. A shorter limit would lose messages. */
const LONGEST_FIELD = 1024 * 1024;

const scalar = z.union(
  [z.string().max(LONGEST_FIELD), z.number(), z.boolean()],
  "must be a text or a number",
);

/** Text without NUL, which PostgreSQL cannot store; none is the empty text. */
const textual = scalar.nullish().transform((value) =>
  String(value ?? "")
    .replaceAll("\u0000", "")
    .toWellFormed(),
);

/** As textual, where the gateway's words for nothing are nothing. */
const filled = textual.transform((value) => {
  const trimmed = value.trim();
  return /^(undefined|null|non-button message)$/i.test(trimmed) ? "" : trimmed;
});

/** As filled, where anything but a text or a number is nothing too: no message is lost for it. */
const hint = z
  .unknown()
  .optional()
  .transform((value) => filled.safeParse(value).data ?? "");

/**
 * What the gateway posts: messages, message status and device status come to one address, with
 * fields under an English or an Indonesian name, and with further ones that are not read.
 */
export const FonnteBody = z
  .object({
    sender: filled,
    pengirim: filled,
    message: textual,
    pesan: textual,
    text: filled.openapi({ description: "Of a pressed button." }),
    name: filled,
    timestamp: filled.openapi({ description: "Seconds or milliseconds." }),
    inboxid: filled,
    url: filled,
    filename: filled,
    pollname: filled,
    secret: textual,
    status: filled,
    state: filled,
    isgroup: filled,
    member: hint.openapi({ description: "Who wrote, in a group." }),
    id: hint.openapi({ description: "Of a message whose status is reported." }),
    stateid: hint,
    location: z.unknown().optional(),
    choices: z.unknown().optional(),
  })
  .openapi("FonnteBody");
export type FonnteBody = z.infer<typeof FonnteBody>;
