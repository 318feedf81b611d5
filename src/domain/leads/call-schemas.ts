import { z } from "@hono/zod-openapi";
import { optionalText } from "../text.ts";

const OUTCOMES = ["reached", "no_answer", "busy", "wrong_number"] as const;

/** Minutes; longer than any call. */
const LONGEST_CALL = 600;

const called = {
  direction: z.enum(["inbound", "outbound"]),
  outcome: z.enum(OUTCOMES),
};

export const NewCall = z
  .strictObject({
    ...called,
    minutes: z.int().min(0).max(LONGEST_CALL).nullable().optional(),
    note: optionalText(4_000).optional().openapi({ description: "Kept as a note on the lead." }),
    at: z.iso
      .datetime({ offset: true, message: "must be an instant such as 2026-12-01T10:00:00+07:00" })
      .max(40)
      .refine((value) => /^20\d\d-/.test(value), "must be in this century")
      .optional()
      .openapi({ description: "When it was; now unless told, and never to come." }),
  })
  .openapi("NewCall");
export type NewCall = z.infer<typeof NewCall>;

export const Call = z
  .object({
    ...called,
    minutes: z.int().nullable(),
    at: z.iso.datetime(),
    noteId: z.uuid().nullable(),
  })
  .openapi("Call");
export type Call = z.infer<typeof Call>;
