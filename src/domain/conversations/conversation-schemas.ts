import { z } from "@hono/zod-openapi";
import { BY_STAFF, CAR_EVIDENCE } from "../cars/matching/stock-car.ts";
import { STATUSES } from "../cars/vocabulary.ts";

export const CarOfInterest = z
  .object({
    id: z.uuid(),
    title: z.string().openapi({ example: "2019 Toyota Avanza 1.3 G" }),
    slug: z.string(),
    priceIdr: z.int().nullable(),
    status: z.enum(STATUSES),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .openapi({ description: "How sure it is that this car is meant." }),
    evidence: z.enum([...CAR_EVIDENCE, BY_STAFF]),
    setBy: z.object({ id: z.uuid(), name: z.string() }).nullable().openapi({
      description: "Who of the staff said so; null where it was recognised.",
    }),
  })
  .openapi("CarOfInterest");
export type CarOfInterest = z.infer<typeof CarOfInterest>;

export const ConversationView = z
  .object({
    id: z.uuid(),
    person: z
      .string()
      .openapi({ description: "The customer's number (E.164), or WhatsApp's opaque id." }),
    device: z.object({ id: z.uuid(), label: z.string() }),
    lastMessageAt: z.iso.datetime(),
    car: CarOfInterest.nullable(),
  })
  .openapi("Conversation");
export type ConversationView = z.infer<typeof ConversationView>;

export const ConversationCar = z
  .strictObject({ carId: z.uuid("must be a UUID").nullable() })
  .openapi("ConversationCar", { description: "Null: about no car in particular." });
