import { z } from "@hono/zod-openapi";
import { ConversationView } from "../conversations/conversation-schemas.ts";
import { Message } from "../conversations/schemas.ts";
import { Phone } from "../phone.ts";
import { Email } from "../staff/schemas.ts";
import { optionalText, text } from "../text.ts";
import { Enquiry } from "./enquiry-schemas.ts";
import { LEAD_SOURCES, LEAD_STATUSES } from "./vocabulary.ts";

const Colleague = z.object({ id: z.uuid(), name: z.string() });
const instant = z.iso.datetime();

export const Lead = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    phone: z.string().nullable().openapi({ example: "+6281234567890" }),
    whatsappLid: z.string().nullable().openapi({
      description: "WhatsApp's opaque id of a person whose number it keeps to itself.",
    }),
    email: z.string().nullable(),
    source: z.enum(LEAD_SOURCES),
    status: z.enum(LEAD_STATUSES),
    lostReason: z.string().nullable(),
    assignee: Colleague.nullable(),
    tags: z.array(z.string()),
    firstInboundAt: instant.nullable().openapi({ description: "When the person first wrote." }),
    firstReplyAt: instant.nullable(),
    lastActivityAt: instant.openapi({ description: "Of the last contact, in either direction." }),
    reopenedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("Lead");
export type Lead = z.infer<typeof Lead>;

export const LeadNote = z
  .object({
    id: z.uuid(),
    body: z.string(),
    author: Colleague.nullable().openapi({ description: "Null where an API key wrote it." }),
    createdAt: instant,
  })
  .openapi("LeadNote");
export type LeadNote = z.infer<typeof LeadNote>;

export const LeadDetail = Lead.extend({
  enquiries: z.array(Enquiry).openapi({ description: "The latest 200, oldest first." }),
  conversations: z.array(ConversationView).openapi({ description: "The latest first." }),
  notes: z.array(LeadNote).openapi({ description: "The latest 200, oldest first." }),
  messages: z.array(Message).openapi({ description: "At most 200, oldest first." }),
  mergedLeads: z
    .array(
      z.object({
        ...{ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable() },
        ...{ mergeId: z.uuid(), mergedAt: instant },
      }),
    )
    .openapi({ description: "Leads that were merged into this one, the latest first." }),
  olderMessages: z.string().nullable().openapi({
    description: "For ?messagesBefore=, to get the messages before these; null at the beginning.",
  }),
}).openapi("LeadDetail");
export type LeadDetail = z.infer<typeof LeadDetail>;

export const LeadPageMeta = z
  .object({ limit: z.int(), nextCursor: z.string().nullable() })
  .openapi("LeadPageMeta");

const Tags = z
  .array(text(40))
  .max(20, "must be at most 20")
  .transform((tags) => [...new Set(tags)])
  .openapi({ description: "Repeats are dropped.", example: ["avanza", "cash"] });

export const NewLead = z
  .strictObject({
    name: text(120),
    phone: Phone,
    source: z.enum(LEAD_SOURCES),
    email: Email.nullable().optional(),
    tags: Tags.optional(),
    note: optionalText(4_000).optional(),
  })
  .openapi("NewLead");
export type NewLead = z.infer<typeof NewLead>;

export const LeadChange = z
  .strictObject({
    name: text(120).optional(),
    email: Email.nullable().optional(),
    phone: Phone.optional(),
    tags: Tags.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "must name something to change")
  .openapi("LeadChange");
export type LeadChange = z.infer<typeof LeadChange>;

export const LeadAssignment = z
  .strictObject({
    staffId: z.uuid("must be a UUID").nullable(),
    note: optionalText(4_000)
      .optional()
      .openapi({ description: "Why, for whoever reads the lead." }),
  })
  .openapi("LeadAssignment", { description: "Null leaves the lead to nobody in particular." });
export type LeadAssignment = z.infer<typeof LeadAssignment>;

export const LeadStatusChange = z
  .strictObject({ status: z.enum(LEAD_STATUSES), reason: optionalText(500).optional() })
  .superRefine(({ status, reason }, context) => {
    const message =
      status === "lost"
        ? !reason && "is needed when a lead is lost"
        : reason && "is for a lost lead only";
    if (message) context.addIssue({ code: "custom", path: ["reason"], message });
  })
  .openapi("LeadStatusChange");
export type LeadStatusChange = z.infer<typeof LeadStatusChange>;

export const LeadTags = z.strictObject({ tags: Tags }).openapi("LeadTags");

export const NewLeadNote = z.strictObject({ body: text(4_000) }).openapi("NewLeadNote");

const counted = z.int().openapi({ description: "Leads." });

export const LeadStats = z
  .object({
    total: counted,
    byStatus: z.record(z.enum(LEAD_STATUSES), counted),
    bySource: z.record(z.enum(LEAD_SOURCES), counted),
    bySalesperson: z
      .array(z.object({ id: z.uuid().nullable(), name: z.string().nullable(), leads: counted }))
      .openapi({ description: "The most leads first; id and name are null for unassigned ones." }),
    byDay: z
      .array(z.object({ day: z.iso.date(), leads: counted }))
      .openapi({ description: "Days of the dealership's calendar on which leads came." }),
    medianFirstReplySeconds: z
      .number()
      .nullable()
      .openapi({ description: "From a person's first message or enquiry to the first reply." }),
  })
  .openapi("LeadStats");
export type LeadStats = z.infer<typeof LeadStats>;
