import { z } from "@hono/zod-openapi";

const time = z
  .string()
  .max(5)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:00");
const hours = z.strictObject({ open: time, close: time }).nullable();

/** Opening hours a weekday, in the tenant's time zone; null or absent means closed. */
export const OpeningHours = z
  .strictObject({
    mon: hours,
    tue: hours,
    wed: hours,
    thu: hours,
    fri: hours,
    sat: hours,
    sun: hours,
  })
  .partial()
  .openapi("OpeningHours");
export type OpeningHours = z.infer<typeof OpeningHours>;

export const Site = z
  .object({
    slug: z.string(),
    name: z.string(),
    phone: z.string().nullable().openapi({ example: "+62215551234" }),
    whatsappNumber: z.string().nullable().openapi({ example: "+6281234567890" }),
    email: z.string().nullable(),
    address: z.string().nullable(),
    city: z.string().nullable(),
    timeZone: z.string().openapi({ example: "Asia/Jakarta" }),
    openingHours: OpeningHours.nullable(),
    domains: z.array(z.string()).openapi({ description: "The primary domain first." }),
  })
  .openapi("Site");
export type Site = z.infer<typeof Site>;
