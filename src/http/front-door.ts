import type { Deps } from "../deps.ts";
import { isOpen } from "../domain/tenants/assert-open.ts";
import { acceptedEncoding } from "./accepted-encoding.ts";
import { clientAddress, networkOf } from "./client-address.ts";
import type { AppEnv } from "./env.ts";
import { isVisit } from "./is-visit.ts";
import { isOwnOrigin } from "./middleware/own-domains-cors.ts";
import { rateLimitLeft } from "./middleware/rate-limit.ts";
import { addressOf, type PublicAnswers } from "./public-answers.ts";
import { giveReady, sharedHeaders } from "./ready-answer.ts";
import { requestHost } from "./request-host.ts";
import { requestIdOf } from "./request-id.ts";

/** Answers what is ready, at once; null for everything else. */
export type FrontDoor = (request: Request, server: AppEnv["Bindings"]["server"]) => Response | null;

/**
 * Does for a public answer that is ready what the whole chain of middleware would do, by the same
 * functions: the dealership and whether it is open, the limit of its visitor, the headers that
 * every answer carries, the access log. What it does not know for certain it leaves to the chain.
 */
export function createFrontDoor(deps: Deps, answers: PublicAnswers): FrontDoor {
  const { tenants, config, clock, accessLog, carViews, isRobot } = deps;
  const { TRUST_PROXY, BASE_DOMAIN } = config;
  const limiter = deps.rateLimits.public;

  return (request, server) => {
    if (request.method !== "GET") return null;
    const started = performance.now();
    // One call for all headers costs what two look-ups do.
    const asked = request.headers.toJSON();
    const host = requestHost(asked, TRUST_PROXY);
    if (!host) return null;
    const tenant = tenants.peek(host);
    // A key has a limit of its own.
    if (!tenant || asked.authorization !== undefined || !isOpen(tenant, clock)) return null;
    const ready = answers.find(tenant, addressOf(host, request.url), Date.now());
    const encoding = acceptedEncoding(asked["accept-encoding"]);
    if (!ready?.variants[encoding]) return null;
    const visitor = networkOf(clientAddress(request, asked, server, TRUST_PROXY));
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
    const { body, status } = parts;
    const headers = sharedHeaders(ready.kind, parts);
    headers.set("X-Request-Id", requestId);
    headers.set("RateLimit", rateLimitLeft(limiter, state));
    const response = new Response(body, { status, headers });
    const origin = ready.kind.route.startsWith("/api/") ? asked["origin"] : undefined;
    if (origin !== undefined && isOwnOrigin(tenant, BASE_DOMAIN, origin)) {
      response.headers.set("Access-Control-Allow-Origin", origin);
    }
    accessLog.write({
      ...{ requestId, tenant: tenant.slug, method: "GET", route: ready.kind.route },
      ...{ status, ms: performance.now() - started },
    });
    return response;
  };
}
