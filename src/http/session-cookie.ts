import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Deps } from "../deps.ts";
import { DomainError } from "../domain/errors.ts";
import { type OpenedSession, SESSION_LIFETIME } from "../domain/staff/open-session.ts";
import type { Session } from "../domain/staff/schemas.ts";
import type { SessionTransport } from "../domain/staff/session-transport.ts";
import type { AppEnv } from "./env.ts";
import { requestHost } from "./request-host.ts";

const NAME = "autoleads-refresh";
/** A cookie of this prefix is of this very host: no sibling under the same domain can set it. */
const ATTRIBUTES = { prefix: "host", path: "/", secure: true, httpOnly: true } as const;

/** For an answer that may set the cookie. */
export const SetsCookie = {
  headers: z.object({
    "Set-Cookie": z
      .string()
      .max(1_000)
      .optional()
      .openapi({
        description: `With "session": "cookie", __Host-${NAME}: the refresh token, out of reach of scripts.`,
      }),
  }),
};

/**
 * A dealership's neighbours under the installation's domain are the same site to a browser, so that
 * SameSite alone does not keep their pages out.
 * @throws DomainError forbidden CSRF unless a page of this very host asks.
 */
export function assertSameOrigin({ config }: Deps, c: Context<AppEnv>): void {
  const site = c.req.header("Sec-Fetch-Site");
  const origin = URL.parse(c.req.header("Origin") ?? "");
  const host = requestHost(c.req.header(), config.TRUST_PROXY)?.toLowerCase();
  if (site ? site === "same-origin" : origin && origin.host === host) return;
  throw new DomainError("forbidden", "CSRF", "The login in a cookie is for pages of this host.");
}

/** Takes the refresh token from the cookie. @throws DomainError forbidden CSRF. */
export function readSessionCookie(deps: Deps, c: Context<AppEnv>): string | undefined {
  const token = getCookie(c, NAME, "host");
  if (token) assertSameOrigin(deps, c);
  return token;
}

/** What the body tells of a session; its refresh token goes the way that was asked for. */
export function tellSession(
  c: Context<AppEnv>,
  session: OpenedSession,
  transport: SessionTransport,
): Session {
  if (transport === "body") return session;
  const { refreshToken, ...told } = session;
  setCookie(c, NAME, refreshToken, {
    ...ATTRIBUTES,
    sameSite: "Strict",
    maxAge: SESSION_LIFETIME,
  });
  return told;
}

export const clearSessionCookie = (c: Context<AppEnv>): void => {
  deleteCookie(c, NAME, { ...ATTRIBUTES, sameSite: "Strict" });
};
