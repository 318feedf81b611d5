import { z } from "@hono/zod-openapi";
import { StockQuery } from "../cars/car-query.ts";
import { LeadQuery } from "../leads/lead-query.ts";
import { line } from "../text.ts";

/** The lists whose queries are kept, each with what reads its query and the path it is asked at. */
export const LISTS = {
  cars: { schema: StockQuery, path: "/api/admin/cars", permission: "cars:read" },
  leads: { schema: LeadQuery, path: "/api/admin/leads", permission: "leads:read" },
} as const;

const LIST_NAMES = ["cars", "leads"] as const;
export type ListName = (typeof LIST_NAMES)[number];

const name = line(80).openapi({ example: "SUV di bawah 200 juta" });
const isShared = z
  .boolean()
  .openapi({ description: "Whether all staff of the dealership have it too." });
const query = z.record(z.string().max(40), z.string().max(200)).openapi({
  description: "Parameters of the list, as in its address; neither page nor cursor.",
  example: { bodyType: "suv", priceMax: "200000000" },
});

export const NewSavedFilter = z
  .strictObject({
    list: z.enum(LIST_NAMES),
    ...{ name, query, isShared: isShared.default(false) },
  })
  .openapi("NewSavedFilter");
export type NewSavedFilter = z.infer<typeof NewSavedFilter>;

export const SavedFilterChange = z
  .strictObject({
    ...{ name: name.optional(), query: query.optional(), isShared: isShared.optional() },
  })
  .refine((change) => Object.keys(change).length > 0, "must name something to change")
  .openapi("SavedFilterChange");
export type SavedFilterChange = z.infer<typeof SavedFilterChange>;

export const SavedFilterQuery = z.strictObject({ list: z.enum(LIST_NAMES).optional() });
export type SavedFilterQuery = z.infer<typeof SavedFilterQuery>;

export const SavedFilter = z
  .object({
    id: z.uuid(),
    list: z.enum(LIST_NAMES),
    name: z.string(),
    query: z.record(z.string(), z.string()),
    href: z.string().openapi({
      description: "Where the list is asked for with it.",
      example: "/api/admin/cars?bodyType=suv&priceMax=200000000",
    }),
    isShared: z.boolean(),
    isOwn: z.boolean(),
    owner: z.object({ id: z.uuid(), name: z.string() }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("SavedFilter");
export type SavedFilter = z.infer<typeof SavedFilter>;
