import { z } from "@hono/zod-openapi";
import { CarCard, PublicCar } from "./schemas.ts";

const jsonld = z.string().max(200_000).openapi({
  description:
    "schema.org's Car: the whole inside of a script element of type application/ld+json, to be put there as it is.",
});

const OpenGraphTag = z
  .object({ property: z.string(), content: z.string() })
  .openapi("OpenGraphTag", {
    description: "A meta element; the content is plain text, to be escaped as any text of a page.",
  });

/** What a car of the list may have besides. */
export const CARD_EXTRAS = ["photos", "jsonld"] as const;
export type CardExtra = (typeof CARD_EXTRAS)[number];

export const ListedCar = z
  .object({
    ...CarCard.shape,
    photos: PublicCar.shape.photos.max(20).optional().openapi({
      description: "With include=photos: the first 20, the primary before the others.",
    }),
    jsonld: jsonld.optional(),
  })
  .openapi("ListedCar");
export type ListedCar = z.infer<typeof ListedCar>;

/** What a car's page may have besides; photos and similar are there unless `fields` leaves them out. */
export const CAR_EXTRAS = ["photos", "similar", "jsonld", "openGraph"] as const;

export const CarPageData = z
  .object({
    ...PublicCar.shape,
    jsonld: jsonld.optional(),
    openGraph: z.array(OpenGraphTag).max(40).optional(),
  })
  .openapi("CarPageData");
export type CarPageData = z.infer<typeof CarPageData>;
