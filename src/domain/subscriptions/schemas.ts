import { z } from "@hono/zod-openapi";
import { pageFields } from "../page-fields.ts";
import { Phone } from "../phone.ts";
import { optionalText } from "../text.ts";

const SUBSCRIPTION_KINDS = ["price_drop", "back_in_stock"] as const;
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];
const SUBSCRIPTION_STATUSES = ["pending", "confirmed", "ended"] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

const kind = z.enum(SUBSCRIPTION_KINDS).openapi({
  description:
    "price_drop: of a car that is available or booked, when its price falls. back_in_stock: of a car that is booked or sold, when it is available again or another of its brand and model comes in.",
});

export const NewSubscription = z
  .strictObject({
    kind,
    phone: Phone,
    name: optionalText(120).optional(),
    consent: z.literal(true, "must be true: the visitor agrees to be written to").openapi({
      description: "That the visitor agrees to be written to by WhatsApp.",
    }),
  })
  .openapi("NewSubscription");
export type NewSubscription = z.infer<typeof NewSubscription>;

export const SubscriptionReceipt = z
  .object({ kind, car: z.string().openapi({ description: "The car's present slug." }) })
  .openapi("SubscriptionReceipt");
export type SubscriptionReceipt = z.infer<typeof SubscriptionReceipt>;

export const SubscriptionQuery = z.strictObject({
  kind: z.enum(SUBSCRIPTION_KINDS).optional(),
  status: z.enum(SUBSCRIPTION_STATUSES).optional(),
  carId: z.uuid("must be a UUID").optional(),
  leadId: z.uuid("must be a UUID").optional(),
  ...pageFields(20),
});
export type SubscriptionQuery = z.infer<typeof SubscriptionQuery>;

const instant = z.iso.datetime();

export const Subscription = z
  .object({
    id: z.uuid(),
    kind: z.enum(SUBSCRIPTION_KINDS),
    status: z.enum(SUBSCRIPTION_STATUSES).openapi({
      description: "Pending: the owner of the number has not confirmed it, and is told nothing.",
    }),
    lead: z.object({ id: z.uuid(), name: z.string().nullable() }),
    phone: z.string(),
    carId: z.uuid().nullable().openapi({ description: "Null once the car is gone." }),
    carTitle: z.string().openapi({ example: "2019 Toyota Avanza 1.3 G" }),
    toldPrice: z.int().nullable().openapi({
      description: "Whole rupiah: what the person saw or was told last, of a price_drop.",
    }),
    confirmedAt: instant.nullable(),
    notifiedAt: instant.nullable().openapi({ description: "Of the last notice." }),
    endedAt: instant.nullable(),
    expiresAt: instant.openapi({ description: "When it is removed." }),
    createdAt: instant,
  })
  .openapi("Subscription");
export type Subscription = z.infer<typeof Subscription>;

export const SubscriptionPageMeta = z
  .object({ limit: z.int(), nextCursor: z.string().nullable() })
  .openapi("SubscriptionPageMeta");

/** What an export tells a person of one. */
export const ExportedSubscription = Subscription.pick({
  ...{ kind: true, status: true, phone: true, carTitle: true, toldPrice: true },
  ...{ confirmedAt: true, notifiedAt: true, endedAt: true, createdAt: true },
}).openapi("ExportedSubscription");
export type ExportedSubscription = z.infer<typeof ExportedSubscription>;
