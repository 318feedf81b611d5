import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { createApiKey } from "../../domain/api-keys/create-api-key.ts";
import { listApiKeys } from "../../domain/api-keys/list-api-keys.ts";
import { revokeApiKey } from "../../domain/api-keys/revoke-api-key.ts";
import { rotateApiKey } from "../../domain/api-keys/rotate-api-key.ts";
import {
  ApiKey,
  ApiKeyPageMeta,
  ApiKeyQuery,
  ApiKeyRotation,
  IssuedApiKey,
  NewApiKey,
} from "../../domain/api-keys/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import {
  answer,
  body,
  createRouter,
  IdParam,
  problems,
  staffOnly,
  staffProblems,
} from "../openapi.ts";

const common = { tags: ["API keys"], ...staffOnly("keys:manage") };
const issued = {
  201: answer(z.object({ data: IssuedApiKey }), "The key, told this once."),
  ...staffProblems,
  ...problems(409, 413, 415),
};

const list = createRoute({
  ...common,
  method: "get",
  path: "/api-keys",
  summary: "API keys, those that ended as well, the newest first",
  request: { query: ApiKeyQuery },
  responses: {
    200: answer(z.object({ data: z.array(ApiKey), meta: ApiKeyPageMeta }), "One page."),
    ...staffProblems,
  },
});

const create = createRoute({
  ...common,
  method: "post",
  path: "/api-keys",
  summary: "Make an API key for a site or a partner",
  description:
    "It may do what its scopes name and call the public site, under a limit of its own. It stays good when whoever made it leaves. At most 100 are good at once.",
  request: { body: body(NewApiKey) },
  responses: issued,
});

const rotate = createRoute({
  ...common,
  method: "post",
  path: "/api-keys/{id}/rotate",
  summary: "Replace an API key by a new one, with an overlap",
  description: "Name, scopes, limit and end are those of the former key.",
  request: { params: IdParam, body: body(ApiKeyRotation) },
  responses: issued,
});

const revoke = createRoute({
  ...common,
  method: "delete",
  path: "/api-keys/{id}",
  summary: "End an API key at once",
  request: { params: IdParam },
  responses: { 204: { description: "Ended." }, ...staffProblems },
});

export function apiKeys(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listApiKeys(scope, query)), 200);
    })
    .openapi(create, async (c) => {
      const input = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => createApiKey(scope, input));
      return c.json({ data }, 201);
    })
    .openapi(rotate, async (c) => {
      const { id } = c.req.valid("param");
      const { overlapHours } = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => rotateApiKey(scope, id, overlapHours));
      return c.json({ data }, 201);
    })
    .openapi(revoke, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => revokeApiKey(scope, id));
      return c.body(null, 204);
    });
}
