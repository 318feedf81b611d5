import type { Context, TypedResponse } from "hono";
import { routePath } from "hono/route";
import type { TenantRecord, TenantScope } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import { busy } from "../domain/errors.ts";
import type { ByteCache } from "../infra/byte-cache.ts";
import { acceptedEncoding } from "./accepted-encoding.ts";
import { type Enter, enterAsVisitor } from "./enter-tenant.ts";
import type { AppEnv } from "./env.ts";
import { isVisit } from "./is-visit.ts";
import { EXPOSED_HEADERS } from "./middleware/own-domains-cors.ts";
import { rateLimitPolicy } from "./middleware/rate-limit.ts";
import {
  type AnswerKind,
  addEncoding,
  bodyOf,
  giveReady,
  makeReady,
  type PublicBody,
  type ReadyAnswer,
  readyHeaders,
  sizeOf,
} from "./ready-answer.ts";
import { requestHost } from "./request-host.ts";

export interface PublicAnswers {
  /** As answerFrom, made in a transaction of the dealership. */
  answer(
    c: Context<AppEnv>,
    name: string,
    make: (scope: TenantScope) => Promise<PublicBody>,
  ): Promise<Response>;
  /**
   * Answers 200 (or 304) with what is kept under a name for the request's dealership and its
   * catalogue as it is now, and has it made where there is none: once, however many ask.
   * @param name of this resource with everything that its content depends on, in one canonical form;
   * unique among all public resources.
   * @param make may enter transactions of the dealership; what it throws is answered and not kept.
   * @throws DomainError busy when too many others are being made for the dealership.
   */
  answerFrom(
    c: Context<AppEnv>,
    name: string,
    make: (tenant: TenantRecord, enter: Enter) => Promise<PublicBody>,
  ): Promise<Response>;
  /**
   * What is ready for an address of a dealership, as it was asked for before; at once.
   * @param address host as it was asked for, path and query.
   * @param now milliseconds since the epoch.
   */
  find(tenant: TenantRecord, address: string, now: number): ReadyAnswer | null;
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

/** Path and query of an absolute address. */
export const targetOf = (url: string): string => url.slice(url.indexOf("/", 8));

/** An address that is one whatever its bytes are taken for. */
const PLAIN = /^[!-~]+$/;

/** Lives for which an answer whose time is up is still given, while it is made again. */
const LIVES_AS_STALE = 9;
/**
 * How much longer than the last one took it is until the next, in each process: what nobody waits for
 * takes a fiftieth of the time at the most, and leaves the rest to whoever does.
 */
const REST_AFTER_RENEWAL = 50;

const VARY = "Accept-Encoding";
/** As CORS has them for a client that sends no Origin. */
const CORS_HEADERS = {
  Vary: `${VARY}, Origin`,
  "Access-Control-Expose-Headers": EXPOSED_HEADERS.join(","),
};

/** What the shared cache holds; what cannot be read counts as absent. */
function readBody(text: string | null): PublicBody | null {
  if (text === null) return null;
  try {
    const { type, body, carId } = JSON.parse(text);
    return typeof type === "string" && typeof body === "string" ? { type, body, carId } : null;
  } catch {
    return null;
  }
}

export function createPublicAnswers(deps: Deps): PublicAnswers {
  const { shared, config, listingQueries, carViews, isRobot } = deps;
  const ttl = config.CACHE_TTL_SECONDS * 1000;
  const policy = rateLimitPolicy(deps.rateLimits.public, deps.rateLimits.public);
  // Answers by name, and names by the addresses that led to them: what a stranger varies about an
  // address costs no second body.
  const kept = deps.publicCache as ByteCache<ReadyAnswer | string>;
  const underWay = new Map<string, Promise<ReadyAnswer>>();

  const kinds = new Map<string, AnswerKind>();
  function kindOf(route: string, type: string): AnswerKind {
    const name = `${route} ${type}`;
    const vary = route.startsWith("/api/") ? CORS_HEADERS : { Vary: VARY };
    const headers = { ...vary, "RateLimit-Policy": policy };
    const kind = kinds.get(name) ?? { route, type, headers, lines: {} };
    kinds.set(name, kind);
    return kind;
  }

  function readyFor(tenant: TenantRecord, key: string, now = Date.now()): ReadyAnswer | null {
    const found = kept.get(tenant.id, key);
    if (typeof found !== "object") return null;
    const isCurrent = found.version === tenant.catalogueVersion;
    return isCurrent && found.expiresAt + LIVES_AS_STALE * ttl > now ? found : null;
  }

  let nextRenewal = 0;
  const isToBeRenewed = ({ expiresAt }: ReadyAnswer, now = Date.now()) =>
    expiresAt <= now && nextRenewal <= now;

  /** Makes an answer again, for which nobody waits. */
  function renew(c: Context<AppEnv>, name: string, work: () => Promise<PublicBody>): void {
    const started = Date.now();
    nextRenewal = Number.POSITIVE_INFINITY;
    makeOnce(c, name, work)
      .catch((err: unknown) => c.get("log").warn({ err, name }, "an answer was not made again"))
      .finally(() => {
        const took = Math.max(1, Date.now() - started);
        nextRenewal = Date.now() + REST_AFTER_RENEWAL * took;
      });
  }

  function inTurn(tenantId: string, work: () => Promise<PublicBody>): Promise<PublicBody> {
    return listingQueries.run(tenantId, work) ?? Promise.reject(busy());
  }

  /** From the shared cache, or else made. */
  async function make(c: Context<AppEnv>, name: string, work: () => Promise<PublicBody>) {
    const tenant = c.get("tenant");
    const route = routePath(c, -1);
    const key = `public:${tenant.id}:${tenant.catalogueVersion}:${name}`;
    const found = readBody((await shared?.get(key)) ?? null);
    const body = found ?? (await inTurn(tenant.id, work));
    const ready = makeReady(body, {
      ...{ version: tenant.catalogueVersion, expiresAt: Date.now() + ttl },
      kind: kindOf(route, body.type),
      views: body.carId ? { tenant, carId: body.carId, waiting: 0 } : null,
    });
    const isKept = kept.set(tenant.id, name, ready, sizeOf(ready));
    if (!found && isKept) shared?.set(key, JSON.stringify(body), ttl);
    return ready;
  }

  function makeOnce(c: Context<AppEnv>, name: string, work: () => Promise<PublicBody>) {
    const { id, catalogueVersion } = c.get("tenant");
    const key = `${id}:${catalogueVersion}:${name}`;
    const running = underWay.get(key);
    if (running) return running;
    const making = make(c, name, work).finally(() => underWay.delete(key));
    underWay.set(key, making);
    return making;
  }

  const answerFrom: PublicAnswers["answerFrom"] = async (c, name, work) => {
    const tenant = c.get("tenant");
    const makeIt = () => work(tenant, enterAsVisitor(deps, c));
    const found = readyFor(tenant, name);
    if (found && isToBeRenewed(found)) renew(c, name, makeIt);
    const ready = found ?? (await makeOnce(c, name, makeIt));
    const encoding = acceptedEncoding(c.req.header("Accept-Encoding"));
    if (!ready.variants[encoding]) {
      await addEncoding(ready, encoding);
      kept.resize(tenant.id, name, sizeOf(ready));
    }
    if (c.req.method === "GET") {
      const host = requestHost(c.req.header(), config.TRUST_PROXY) ?? "";
      const address = host + targetOf(c.req.url);
      if (PLAIN.test(address)) kept.set(tenant.id, address, name, name.length);
    }
    const ifNoneMatch = c.req.header("If-None-Match");
    const parts = giveReady(ready, encoding, ifNoneMatch);
    if (!parts) throw new Error(`no ${encoding} of ${name}`);
    if (ready.views && c.req.method === "GET" && isVisit(c.req.header(), isRobot)) {
      carViews.count(ready.views);
    }
    // What CORS and the limits add is added after this.
    const { "RateLimit-Policy": _, ...headers } = readyHeaders(ready.kind, parts);
    return c.newResponse(bodyOf(parts), parts.status, { ...headers, Vary: VARY });
  };

  return {
    answerFrom,
    answer: (c, name, work) => answerFrom(c, name, (_, enter) => enter(work)),
    find: (tenant, address, now) => {
      const name = kept.get(tenant.id, address);
      const ready = typeof name === "string" ? readyFor(tenant, name, now) : null;
      // The chain has it made again.
      return ready && isToBeRenewed(ready, now) ? null : ready;
    },
  };
}
