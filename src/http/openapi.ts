import { OpenAPIHono, z } from "@hono/zod-openapi";
import { API_KEY_SCOPES, type Permission, rolesWith } from "../domain/staff/permissions.ts";
import type { AppEnv } from "./env.ts";
import { requirePermission } from "./middleware/require-permission.ts";
import { Problem, problem } from "./problem.ts";

/** A field that is missing, in the words of whoever left it out. */
const plain = (message: string) => (/received undefined$/.test(message) ? "is required" : message);

/** A router whose refused input is answered field by field. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result, c) => {
      if (result.success) return;
      return problem(c, {
        status: 400,
        code: "INVALID_INPUT",
        detail: "The input is not valid.",
        errors: result.error.issues.flatMap((issue) =>
          issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => ({
                path: [...issue.path, key].join("."),
                message: "is not a known field",
              }))
            : [{ path: issue.path.join("."), message: plain(issue.message) }],
        ),
      });
    },
  });
}

/** The description of a JSON answer. */
export const answer = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** A JSON body that must be there. */
export const body = <S extends z.ZodType>(schema: S) => ({
  required: true,
  content: { "application/json": { schema } },
});

const PROBLEMS = {
  400: "The input is not valid; `errors` names each field.",
  401: "Not logged in, or the login or the API key is no longer good.",
  403: "Not allowed: the role or the API key lacks the permission, or the dealership is suspended or expired.",
  404: "There is no such thing in this dealership, or no dealership at this host.",
  409: "In conflict with what is stored.",
  413: "The body is larger than 1 MB.",
  415: "The body is not of the media type that is documented.",
  428: "A change must name the version it is based on.",
  429: "Too many requests; `Retry-After` tells when to come back.",
  500: "A fault on our side.",
  503: "The service cannot answer for a moment; `Retry-After` tells when to come back.",
} as const;

interface ProblemResponse {
  description: string;
  content: { "application/problem+json": { schema: typeof Problem } };
}

/** Descriptions of the problems a route may answer with. */
export function problems<S extends keyof typeof PROBLEMS>(...statuses: S[]) {
  const content = { "application/problem+json": { schema: Problem } };
  const entries = statuses.map((status): [number, ProblemResponse] => [
    status,
    { description: PROBLEMS[status], content },
  ]);
  return Object.fromEntries(entries) as Record<S, ProblemResponse>;
}

/** What any route of a dealership may answer besides its own. */
export const commonProblems = problems(400, 403, 404, 413, 429, 500, 503);

/** What any route for staff may answer besides its own. */
export const staffProblems = problems(400, 401, 403, 404, 413, 429, 500, 503);

/** What any route for everybody may answer besides its own. */
export const publicProblems = { ...commonProblems, ...problems(401) };

const STAFF_TOKEN: Record<string, string[]> = { staffToken: [] };
const API_KEY: Record<string, string[]> = { apiKey: [] };

const SITE_KEY: Record<string, string[]> = { siteKey: [] };

/** Marks a route as one that everybody may call, with an API key under the key's own limit. */
export const forEverybody = { security: [{}, SITE_KEY] };

/** Marks a route as one that staff and keys with a permission may call, and sees to it. */
export const staffOnly = (permission: Permission) => ({
  security: (API_KEY_SCOPES as Permission[]).includes(permission)
    ? [STAFF_TOKEN, API_KEY]
    : [STAFF_TOKEN],
  middleware: requirePermission(permission),
  "x-permission": permission,
  "x-roles": rolesWith(permission),
});

export const IdParam = z.strictObject({
  id: z.uuid("must be a UUID").openapi({ param: { name: "id", in: "path" } }),
});
