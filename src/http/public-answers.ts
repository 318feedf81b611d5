import type { Context, TypedResponse } from "hono";
import type { TenantScope } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import { busy } from "../domain/errors.ts";
import { enterAsVisitor } from "./enter-tenant.ts";
import type { AppEnv } from "./env.ts";

/** What is answered to everybody alike, and kept until the dealership's catalogue changes. */
export interface PublicBody {
  /** The media type, with its charset where it has one. */
  type: string;
  body: string;
}

export interface PublicAnswers {
  /**
   * Answers 200 with what is kept under a name for the request's dealership and its catalogue as it
   * is now, and has it made where there is none: once, however many ask.
   * @param name of this resource with everything that its content depends on, in one canonical form;
   * unique among all public resources.
   * @param make what it throws is answered and not kept.
   * @throws DomainError busy when too many others are being made for the dealership.
   */
  answer(
    c: Context<AppEnv>,
    name: string,
    make: (scope: TenantScope) => Promise<PublicBody>,
  ): Promise<Response>;
}

/** A body that JSON.stringify makes of the documented type. */
export const jsonBody = (value: unknown): PublicBody => ({
  type: "application/json",
  body: JSON.stringify(value),
});

/** The answer of a route that documents its body as JSON of a type. */
export const typed = <T>(response: Response) =>
  response as Response & TypedResponse<T, 200, "json">;

/** Parameters in one order, without those that are not given. */
export const canonical = (query: object): string =>
  JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)));

export function createPublicAnswers(deps: Deps): PublicAnswers {
  const { cache, config, listingQueries } = deps;
  const ttl = config.CACHE_TTL_SECONDS * 1000;
  const underWay = new Map<string, Promise<PublicBody>>();

  async function kept(key: string): Promise<PublicBody | null> {
    const text = await cache.get(key);
    return text === null ? null : JSON.parse(text);
  }

  async function make(key: string, tenantId: string, work: () => Promise<PublicBody>) {
    const made = await (listingQueries.run(tenantId, work) ?? Promise.reject(busy()));
    await cache.set(key, JSON.stringify(made), ttl);
    return made;
  }

  return {
    answer: async (c, name, work) => {
      const { id, catalogueVersion } = c.get("tenant");
      const key = `public:${id}:${catalogueVersion}:${name}`;
      const ready = await kept(key);
      let making = ready ? Promise.resolve(ready) : underWay.get(key);
      if (!making) {
        making = make(key, id, () => enterAsVisitor(deps, c)(work));
        underWay.set(key, making);
        making.catch(() => {}).finally(() => underWay.delete(key));
      }
      const { type, body } = await making;
      return c.body(body, 200, { "Content-Type": type });
    },
  };
}
