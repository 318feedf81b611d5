import { createRoute, z } from "@hono/zod-openapi";
import { forEverybody, publicProblems } from "../openapi.ts";

/** Bytes; Meta takes no larger file, and 100,000 cars with long descriptions are below it. */
const LONGEST_FEED = 2_000_000_000;

const ATOM = "application/atom+xml";
const XML = "application/xml";
const CSV = "text/csv";

const PARTS = "A large one is sent while it is written, gzipped where that is taken.";
const REFUSED =
  "A car without a photo or its mileage is left out, as it would be refused. The VIN is empty.";

function feedRoute<P extends string, T extends string>(
  path: P,
  type: T,
  summary: string,
  description: string,
) {
  return createRoute({
    method: "get",
    path,
    tags: ["Public site"],
    ...forEverybody,
    summary,
    description,
    responses: {
      200: {
        description: "All of it.",
        content: { [type]: { schema: z.string().openapi({ maxLength: LONGEST_FEED }) } },
      },
      304: { description: "As it was at the time that If-None-Match names." },
      ...publicProblems,
    },
  });
}

export const FEED_ROUTES = {
  robots: feedRoute(
    "/robots.txt",
    "text/plain",
    "What robots may read",
    "The dealership's domains may be read, and the sitemap is named. The host of its slug may not, once there is a domain.",
  ),
  sitemap: feedRoute(
    "/sitemap.xml",
    XML,
    "The pages of all cars on offer, with their photos",
    `By the primary domain. Beyond 10,000 cars an index of /sitemaps/cars-1.xml and so on. ${PARTS}`,
  ),
  google: feedRoute(
    "/feeds/google.csv",
    CSV,
    "Cars on offer, for Google's vehicle listings",
    `${REFUSED} ${PARTS}`,
  ),
  metaCsv: feedRoute(
    "/feeds/meta.csv",
    CSV,
    "Cars on offer, for Meta's vehicle catalogue",
    `${REFUSED} ${PARTS}`,
  ),
  metaXml: feedRoute(
    "/feeds/meta.xml",
    XML,
    "Cars on offer, for Meta's vehicle catalogue, as XML",
    `${REFUSED} ${PARTS}`,
  ),
  newStock: feedRoute(
    "/feeds/new.atom",
    ATOM,
    "The 50 cars that were listed last",
    "Atom 1.0. An entry keeps its id for as long as the car exists.",
  ),
};

const { responses, ...common } = FEED_ROUTES.sitemap;

export const sitemapPartRoute = createRoute({
  ...common,
  responses,
  path: "/sitemaps/{name}",
  summary: "A part of the sitemap",
  description: `Named by /sitemap.xml. ${PARTS}`,
  request: {
    params: z.strictObject({
      name: z
        .string()
        .regex(/^cars-[1-9]\d{0,4}\.xml$/, "must be cars-1.xml, cars-2.xml and so on")
        .openapi({ param: { name: "name", in: "path" }, maxLength: 14 }),
    }),
  },
});
