import type { Deps } from "../deps.ts";
import { isOpen } from "../domain/tenants/assert-open.ts";
import { acceptedEncoding } from "./accepted-encoding.ts";
import { clientAddress, networkOf } from "./client-address.ts";
import { isVisit } from "./is-visit.ts";
import { isOwnOrigin } from "./middleware/own-domains-cors.ts";
import { rateLimitLeft } from "./middleware/rate-limit.ts";
import type { PublicAnswers } from "./public-answers.ts";
import {
  type AnswerKind,
  bodyOf,
  giveReady,
  type ReadyParts,
  readyHeaders,
} from "./ready-answer.ts";
import { requestHost } from "./request-host.ts";
import { requestIdOf } from "./request-id.ts";

/** A GET, as it came. */
export interface Asked {
  /** Path and query. */
  target: string;
  /** By their names in lower case. */
  headers: Record<string, string>;
  /** Of the peer of the connection. */
  peer: string | undefined;
}

/** What is answered to it: what everybody is given, and this request's own header. */
export interface DoorAnswer {
  parts: ReadyParts;
  kind: AnswerKind;
  requestId: string;
  rateLimit: string;
  /** The page that may read it, of the dealership's own. */
  allowedOrigin: string | undefined;
}

/** Answers what is ready, at once; null for everything else. */
export type FrontDoor = (asked: Asked) => DoorAnswer | null;

/**
 * Does for a public answer that is ready what the whole chain of middleware would do, by the same
 * functions: the dealership and whether it is open, the limit of its visitor, the headers that
 * every answer carries, the access log. What it does not know for certain it leaves to the chain.
 */
export function createFrontDoor(deps: Deps, answers: PublicAnswers): FrontDoor {
  const { tenants, config, clock, accessLog, carViews, isRobot } = deps;
  const { TRUST_PROXY, BASE_DOMAIN } = config;
  const limiter = deps.rateLimits.public;
  const logged = (tenant: string, route: string, status: number) =>
    accessLog.outcome({ tenant, method: "GET", route, status });

  return ({ target, headers: asked, peer }) => {
    const started = performance.now();
    const host = requestHost(asked, TRUST_PROXY);
    if (!host) return null;
    const tenant = tenants.peek(host);
    // A key has a limit of its own.
    if (!tenant || asked["authorization"] !== undefined || !isOpen(tenant, clock)) return null;
    const ready = answers.find(tenant, host + target, Date.now());
    const encoding = acceptedEncoding(asked["accept-encoding"]);
    if (!ready?.variants[encoding]) return null;
    const visitor = networkOf(clientAddress(asked, peer, TRUST_PROXY));
    const counted = `${tenant.id}:${visitor}`;
    const state = limiter.count(counted);
    const parts = state.allowed ? giveReady(ready, encoding, asked["if-none-match"]) : null;
    if (!parts) {
      // The chain counts it, and tells why not.
      void limiter.refund(counted);
      return null;
    }

    if (ready.views !== null && isVisit(asked, isRobot)) carViews.count(ready.views);
    const requestId = requestIdOf(asked["x-request-id"]);
    const { kind } = ready;
    const { status } = parts;
    ready.logged[status] ??= logged(tenant.slug, kind.route, status);
    accessLog.write(requestId, ready.logged[status], performance.now() - started);
    const origin = asked["origin"];
    const isForPages = origin !== undefined && kind.route.startsWith("/api/");
    const isAllowed = isForPages && isOwnOrigin(tenant, BASE_DOMAIN, origin);
    const allowedOrigin = isAllowed ? origin : undefined;
    return { parts, kind, requestId, rateLimit: rateLimitLeft(limiter, state), allowedOrigin };
  };
}

/** The same as the chain would answer it. */
export function responseOf({ parts, kind, ...own }: DoorAnswer): Response {
  const headers = new Headers(readyHeaders(kind, parts));
  headers.set("X-Request-Id", own.requestId);
  headers.set("RateLimit", own.rateLimit);
  if (own.allowedOrigin) headers.set("Access-Control-Allow-Origin", own.allowedOrigin);
  return new Response(bodyOf(parts), { status: parts.status, headers });
}
