import { z } from "@hono/zod-openapi";
import { HIGHEST_PRICE_IDR } from "../cars/vocabulary.ts";
import { Phone } from "../phone.ts";
import { optionalText, text } from "../text.ts";
import { ENQUIRY_KINDS } from "./vocabulary.ts";

const rupiah = z
  .int()
  .min(0)
  .max(HIGHEST_PRICE_IDR)
  .nullable()
  .optional()
  .openapi({ description: "Whole rupiah.", example: 50_000_000 });

const instant = z.iso
  .datetime({ offset: true, message: "must be an instant such as 2026-12-01T10:00:00+07:00" })
  .max(40)
  .refine((value) => /^20\d\d-/.test(value), "must be in this century");

export const NewEnquiry = z
  .strictObject({
    name: text(120),
    phone: Phone,
    message: optionalText(4_000).optional(),
    kind: z.enum(ENQUIRY_KINDS),
    car: text(100)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words joined by hyphens")
      .nullable()
      .optional()
      .openapi({
        description:
          "Slug of the car, as its page has it; a former slug will do. When no visitor can see such a car any more, the enquiry is kept with the slug in place of the car's title.",
        example: "toyota-avanza-1-3-g-2019",
      }),
    downPaymentIdr: rupiah,
    tenorMonths: z.int().min(1).max(120).nullable().optional(),
    offerIdr: rupiah,
    preferredAt: instant.nullable().optional().openapi({ description: "Wished for a test drive." }),
    tradeIn: optionalText(500)
      .optional()
      .openapi({ description: "The visitor's own car, in words." }),
  })
  .openapi("NewEnquiry");
export type NewEnquiry = z.infer<typeof NewEnquiry>;

export const EnquiryReceipt = z
  .object({ id: z.uuid(), kind: z.enum(ENQUIRY_KINDS), receivedAt: z.iso.datetime() })
  .openapi("EnquiryReceipt");
export type EnquiryReceipt = z.infer<typeof EnquiryReceipt>;

export const Enquiry = z
  .object({
    id: z.uuid(),
    kind: z.enum(ENQUIRY_KINDS),
    carId: z.uuid().nullable().openapi({ description: "Null without a car, or once it is gone." }),
    carTitle: z.string().nullable().openapi({
      description: "As it was called when asked about; the slug of a car that was not there.",
      example: "2019 Toyota Avanza 1.3 G",
    }),
    message: z.string().nullable(),
    downPaymentIdr: z.int().nullable(),
    tenorMonths: z.int().nullable(),
    offerIdr: z.int().nullable(),
    preferredAt: z.iso.datetime().nullable(),
    tradeIn: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Enquiry");
export type Enquiry = z.infer<typeof Enquiry>;
