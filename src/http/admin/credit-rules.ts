import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { NewCreditRules, VersionedCreditRules } from "../../domain/credit/credit-rules.ts";
import { getCreditRules } from "../../domain/credit/get-credit-rules.ts";
import { replaceCreditRules } from "../../domain/credit/replace-credit-rules.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, body, createRouter, problems, staffOnly, staffProblems } from "../openapi.ts";
import { readVersion, VersionHeader } from "../version-header.ts";

const tags = ["Credit"];
const ETag = z
  .string()
  .max(20)
  .regex(/^"\d+"$/)
  .openapi({ description: "The rules' version, for If-Match." });
const RulesAnswer = {
  ...answer(z.object({ data: VersionedCreditRules }), "The rules."),
  headers: z.object({ ETag }),
};

const read = createRoute({
  method: "get",
  path: "/credit-rules",
  tags,
  summary: "How buyers may pay by instalments",
  ...staffOnly("cars:read"),
  responses: { 200: RulesAnswer, ...staffProblems },
});

const replace = createRoute({
  method: "put",
  path: "/credit-rules",
  tags,
  summary: "Set how buyers may pay by instalments",
  description: "Replaces all rules; they count from the next simulation on.",
  ...staffOnly("credit:manage"),
  request: { headers: VersionHeader, body: body(NewCreditRules) },
  responses: { 200: RulesAnswer, ...staffProblems, ...problems(409, 413, 415, 428) },
});

const tagOf = ({ version }: VersionedCreditRules) => `"${version}"`;

export function creditRules(deps: Deps) {
  return createRouter()
    .openapi(read, async (c) => {
      const data = await enterAsStaff(deps, c)(getCreditRules);
      c.header("ETag", tagOf(data));
      return c.json({ data }, 200);
    })
    .openapi(replace, async (c) => {
      const { version: inBody, ...rules } = c.req.valid("json");
      const version = readVersion(c.req.valid("header"), inBody);
      const data = await enterAsStaff(
        deps,
        c,
      )((scope) => replaceCreditRules(scope, rules, version));
      await deps.tenants.changed(c.get("tenant").id);
      c.header("ETag", tagOf(data));
      return c.json({ data }, 200);
    });
}
