import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { isDatabaseUnavailable } from "../db/index.ts";
import { DomainError, type ErrorKind, type FieldError } from "../domain/errors.ts";
import type { AppEnv } from "./env.ts";

/** Of one answer, which must not be far longer than the question. */
const MOST_ERRORS = 100;
/** Characters of a path: the name of an unknown field is the client's, and may fill the body. */
const LONGEST_PATH = 200;

export const Problem = z
  .object({
    type: z.string().openapi({ example: "about:blank" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().openapi({ description: "Stable, upper case.", example: "INVALID_INPUT" }),
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string().max(LONGEST_PATH), message: z.string() }))
      .max(MOST_ERRORS)
      .optional()
      .openapi({
        description: "For invalid input: each field and what is wrong with it, 100 at the most.",
      }),
  })
  .openapi("Problem");

const STATUS_OF: Record<ErrorKind, ContentfulStatusCode> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  version_required: 428,
  too_many: 429,
  busy: 503,
};

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Not logged in",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  428: "Version required",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

export interface ProblemParts {
  status: ContentfulStatusCode;
  code: string;
  detail: string;
  errors?: FieldError[];
  /** Seconds. */
  retryAfter?: number;
}

const shorten = ({ path, message }: FieldError): FieldError => ({
  path: path.slice(0, LONGEST_PATH).toWellFormed(),
  message,
});

/** An RFC 9457 answer. */
export function problem(c: Context<AppEnv>, parts: ProblemParts): Response {
  if (parts.retryAfter) c.header("Retry-After", String(parts.retryAfter));
  const body: z.infer<typeof Problem> = {
    type: "about:blank",
    title: TITLES[parts.status] ?? "Error",
    status: parts.status,
    detail: parts.detail,
    instance: c.req.path,
    code: parts.code,
    requestId: c.get("requestId"),
    ...(parts.errors && { errors: parts.errors.slice(0, MOST_ERRORS).map(shorten) }),
  };
  c.header("Cache-Control", "no-store");
  return c.body(JSON.stringify(body), parts.status, { "Content-Type": "application/problem+json" });
}

/** Turns whatever was thrown into an answer that tells a client no more than it may know. */
export function problemOf(error: Error, c: Context<AppEnv>): Response {
  if (error instanceof DomainError) {
    if (error.kind === "unauthenticated") c.header("WWW-Authenticate", "Bearer");
    return problem(c, {
      status: STATUS_OF[error.kind],
      code: error.code,
      detail: error.message,
      ...error.details,
    });
  }
  if (error instanceof HTTPException && error.status === 415) {
    const detail = "Send the body as one of the media types that are documented.";
    return problem(c, { status: 415, code: "UNSUPPORTED_MEDIA_TYPE", detail });
  }
  if (error instanceof HTTPException && error.status < 500) {
    const malformed = /malformed/i.test(error.message);
    return problem(c, {
      status: error.status as ContentfulStatusCode,
      code: malformed ? "MALFORMED_BODY" : "BAD_REQUEST",
      detail: malformed ? "The body is not well-formed JSON." : "The request is not valid.",
    });
  }
  if (error.name === "AbortError" && c.req.raw.signal.aborted) {
    return problem(c, { status: 400, code: "BAD_REQUEST", detail: "The request was broken off." });
  }
  if (isDatabaseUnavailable(error)) {
    c.get("log").error({ err: error }, "database unavailable");
    return problem(c, {
      status: 503,
      code: "UNAVAILABLE",
      detail: "The service cannot answer for a moment. Try again.",
      retryAfter: 2,
    });
  }
  c.get("log").error({ err: error }, "unexpected error");
  return problem(c, {
    status: 500,
    code: "INTERNAL",
    detail: "Something went wrong on our side. Quote the request id when you report it.",
  });
}
