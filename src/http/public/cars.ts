import { createRoute, z } from "@hono/zod-openapi";
import type { Context, TypedResponse } from "hono";
import type { Deps } from "../../deps.ts";
import { PageMeta, PublicCarQuery } from "../../domain/cars/car-query.ts";
import { findPublicCar } from "../../domain/cars/find-public-car.ts";
import { listPublicCars } from "../../domain/cars/list-cars.ts";
import { CarCard, PublicCar } from "../../domain/cars/schemas.ts";
import { busy, notFound } from "../../domain/errors.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";

const tags = ["Public site"];
const CarPage = z.object({ data: z.array(CarCard), meta: PageMeta });
const CarAnswer = z.object({ data: PublicCar });

const list = createRoute({
  method: "get",
  path: "/cars",
  tags,
  ...forEverybody,
  summary: "Cars on offer",
  description: "Cars that are available or booked. Text filters ignore case.",
  request: { query: PublicCarQuery },
  responses: { 200: answer(CarPage, "A page of cars."), ...publicProblems },
});

const get = createRoute({
  method: "get",
  path: "/cars/{slug}",
  tags,
  ...forEverybody,
  summary: "Everything public about one car, with up to six similar ones",
  description: "A sold car stays reachable, marked sold and without its price.",
  request: {
    params: z.strictObject({
      slug: z
        .string()
        .regex(/^[a-z0-9-]{1,100}$/, "is not a slug")
        .openapi({ param: { name: "slug", in: "path" } }),
    }),
  },
  responses: {
    200: answer(CarAnswer, "The car."),
    301: {
      description: "The car has a new slug.",
      headers: z.object({ Location: z.string().max(200) }),
    },
    ...publicProblems,
  },
});

/** Sends a body made by JSON.stringify of the documented type. */
function ready<T>(c: Context<AppEnv>, json: string) {
  const response = c.body(json, 200, { "Content-Type": "application/json" });
  return response as unknown as Response & TypedResponse<T, 200, "json">;
}

/** What is cached for a slug is the answer's body, or one of these. */
const NOTHING = "null";
const MOVED = '{"movedTo":';

export function cars(deps: Deps) {
  const { cache, config, listingQueries } = deps;
  const ttl = config.CACHE_TTL_SECONDS * 1000;
  const underWay = new Map<string, Promise<string>>();

  /** Kept under the tenant's catalogue version, so that a change of stock leaves it behind. */
  async function cached(c: Context<AppEnv>, name: string, make: () => Promise<string>) {
    const { id, catalogueVersion } = c.get("tenant");
    const key = `cars:${id}:${catalogueVersion}:${name}`;
    const kept = await cache.get(key);
    if (kept !== null) return kept;
    let making = underWay.get(key);
    if (!making) {
      making = listingQueries.run(id, make) ?? Promise.reject(busy());
      underWay.set(key, making);
      making
        .then(
          async (made) => {
            if (made !== NOTHING) await cache.set(key, made, ttl);
          },
          () => {},
        )
        .finally(() => underWay.delete(key));
    }
    return making;
  }

  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const name = JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)));
      const json = await cached(c, name, async () =>
        JSON.stringify(await enterAsVisitor(deps, c)((scope) => listPublicCars(scope, query))),
      );
      return ready<z.infer<typeof CarPage>>(c, json);
    })
    .openapi(get, async (c) => {
      const { slug } = c.req.valid("param");
      const json = await cached(c, slug, async () => {
        const found = await enterAsVisitor(deps, c)((scope) => findPublicCar(scope, slug));
        return JSON.stringify(found && "car" in found ? { data: found.car } : found);
      });
      if (json === NOTHING) throw notFound("car");
      if (json.startsWith(MOVED)) {
        const { movedTo } = JSON.parse(json) as { movedTo: string };
        // A car may go back to its former slug, so that no one may keep the redirect.
        c.header("Cache-Control", "no-cache");
        return c.redirect(`/api/cars/${movedTo}`, 301);
      }
      return ready<z.infer<typeof CarAnswer>>(c, json);
    });
}
