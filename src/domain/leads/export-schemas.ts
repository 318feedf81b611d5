import { z } from "@hono/zod-openapi";
import { AuditEvent } from "../audit/schemas.ts";
import { Message } from "../conversations/schemas.ts";
import { ExportedHold } from "../holds/schemas.ts";
import { ExportedPurchase } from "../sales/schemas.ts";
import { ExportedSubscription } from "../subscriptions/schemas.ts";
import { Task } from "../tasks/schemas.ts";
import { Enquiry } from "./enquiry-schemas.ts";
import { Lead, LeadNote } from "./schemas.ts";

/** Enquiries, notes, tasks, subscriptions, holds, purchases and events of one person; more were no work of a person. */
export const EXPORTED_ROWS = 5_000;
/** Bytes of a person's messages, so that a flood of them cannot fill the memory. */
export const EXPORTED_BYTES = 16 * 1024 * 1024;

const instant = z.iso.datetime();
const writer = z.string().nullable().openapi({ description: "Who of the staff wrote it." });
const omitted = z.int().openapi({ description: "Older ones that are beyond what is exported." });

export const ExportedMessage = Message.pick({
  ...{ direction: true, kind: true, body: true, mediaUrl: true, mediaFilename: true },
  ...{ latitude: true, longitude: true, sentAt: true },
})
  .extend({ author: writer })
  .openapi("ExportedMessage");
export type ExportedMessage = z.infer<typeof ExportedMessage>;

export const LeadExport = z
  .object({
    exportedAt: instant,
    dealership: z.string(),
    lead: Lead.omit({ assignee: true }),
    otherRecords: z
      .array(
        Lead.pick({ name: true, phone: true, whatsappLid: true, email: true }).extend({
          mergedAt: instant,
        }),
      )
      .openapi({ description: "Under what else the person was known before it was found out." }),
    lookedAfterBy: z.array(z.string()).openapi({
      description: "Whom of the staff the person was given to, or who wrote to or of the person.",
    }),
    enquiries: z.array(Enquiry.omit({ id: true, carId: true })),
    notes: z.array(LeadNote.omit({ id: true }).extend({ author: writer })),
    tasks: z
      .array(
        Task.pick({ title: true, dueAt: true, doneAt: true, createdAt: true }).extend({
          assignee: z.string().nullable(),
        }),
      )
      .openapi({ description: "What the dealership's staff set out to do, by due time." }),
    subscriptions: z
      .array(ExportedSubscription)
      .openapi({ description: "Of what cars the person wanted to hear." }),
    holds: z.array(ExportedHold).openapi({ description: "What cars were held for the person." }),
    purchases: z.array(ExportedPurchase).openapi({ description: "What the person bought." }),
    conversations: z.array(
      z.object({
        device: z.string().openapi({ description: "The dealership's WhatsApp number." }),
        startedAt: instant,
        lastMessageAt: instant,
        messages: z.array(ExportedMessage).openapi({ description: "Oldest first." }),
      }),
    ),
    events: z
      .array(
        z.object({
          at: instant,
          action: AuditEvent.shape.action,
          actor: z.object({
            kind: AuditEvent.shape.actor.shape.kind,
            name: z.string().nullable(),
          }),
          fields: z.array(z.string()).openapi({ description: "What was set or changed." }),
        }),
      )
      .openapi({ description: "What was done with the lead, oldest first." }),
    omitted: z.object({
      ...{ enquiries: omitted, notes: omitted, tasks: omitted },
      ...{
        subscriptions: omitted,
        holds: omitted,
        purchases: omitted,
        messages: omitted,
        events: omitted,
      },
    }),
  })
  .openapi("LeadExport", {
    description:
      "Everything about one person: up to 5,000 enquiries, notes, tasks, subscriptions, holds, purchases and events, and 16 MB of messages, the latest where there are more.",
  });
export type LeadExport = z.infer<typeof LeadExport>;
