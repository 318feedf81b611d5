import { z } from "@hono/zod-openapi";
import { AUDIT_ACTORS } from "../audit/vocabulary.ts";
import { Message } from "../conversations/schemas.ts";
import { pageFields } from "../page-fields.ts";
import { Enquiry } from "./enquiry-schemas.ts";
import { LEAD_EVENT_KINDS } from "./lead-event-kinds.ts";

export const TimelineQuery = z.strictObject(pageFields(50));
export type TimelineQuery = z.infer<typeof TimelineQuery>;

const entry = {
  id: z.uuid(),
  at: z.iso.datetime().openapi({ description: "Of a message by the gateway's clock." }),
  actor: z
    .object({
      kind: z.enum(["person", ...AUDIT_ACTORS]),
      id: z.uuid().nullable(),
      name: z.string().nullable(),
    })
    .openapi({ description: "Person: whom the lead is about; a job works for the dealership." }),
};

export const TimelineEntry = z
  .discriminatedUnion("type", [
    z.object({
      ...entry,
      type: z.literal("message"),
      message: Message.pick({
        ...{ conversationId: true, direction: true, kind: true, body: true },
        ...{ mediaFilename: true, status: true, automatic: true, carId: true },
      }),
    }),
    z.object({
      ...entry,
      type: z.literal("enquiry"),
      enquiry: Enquiry.pick({ kind: true, carId: true, carTitle: true, message: true }),
    }),
    z.object({ ...entry, type: z.literal("note"), note: z.object({ body: z.string() }) }),
    z.object({
      ...entry,
      type: z.literal("event"),
      event: z.object({
        kind: z.enum(LEAD_EVENT_KINDS),
        details: z.record(z.string(), z.unknown()).openapi({
          description: "Ids, states and figures that go with the kind.",
        }),
      }),
    }),
  ])
  .openapi("TimelineEntry");
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const TimelinePageMeta = z
  .object({ limit: z.int(), nextCursor: z.string().nullable() })
  .openapi("TimelinePageMeta");
