import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { changeInboxSettings } from "../../domain/inbox/change-inbox-settings.ts";
import { getInboxSettings } from "../../domain/inbox/get-inbox-settings.ts";
import { InboxSettings } from "../../domain/inbox/inbox-settings.ts";
import { replyFigures } from "../../domain/reply-clock/reply-figures.ts";
import { FiguresQuery, ReplyFigures } from "../../domain/reply-clock/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, body, createRouter, problems, staffOnly, staffProblems } from "../openapi.ts";

const tags = ["Inbox"];
const SettingsAnswer = answer(z.object({ data: InboxSettings }), "The settings.");

const read = createRoute({
  method: "get",
  path: "/inbox/settings",
  tags,
  summary: "How the dealership answers its customers",
  ...staffOnly("leads:read"),
  responses: { 200: SettingsAnswer, ...staffProblems },
});

const change = createRoute({
  method: "put",
  path: "/inbox/settings",
  tags,
  summary: "Set how the dealership answers its customers",
  description: "Replaces all settings; one that is left out gets its usual value.",
  ...staffOnly("inbox:manage"),
  request: { body: body(InboxSettings) },
  responses: { 200: SettingsAnswer, ...staffProblems, ...problems(413, 415) },
});

const figures = createRoute({
  method: "get",
  path: "/inbox/figures",
  tags,
  summary: "How fast customers are answered, by salesperson, source and hour",
  description:
    "Of those who wrote first in the period, or of all. Times are of opening hours. Sales are told of their own leads alone.",
  ...staffOnly("leads:read"),
  request: { query: FiguresQuery },
  responses: { 200: answer(z.object({ data: ReplyFigures }), "The figures."), ...staffProblems },
});

export function inbox(deps: Deps) {
  return createRouter()
    .openapi(read, async (c) =>
      c.json({ data: await enterAsStaff(deps, c)(getInboxSettings) }, 200),
    )
    .openapi(change, async (c) => {
      const settings = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeInboxSettings(scope, settings));
      return c.json({ data }, 200);
    })
    .openapi(figures, async (c) => {
      const period = c.req.valid("query");
      const data = await enterAsStaff(deps, c)((scope) => replyFigures(scope, period));
      return c.json({ data }, 200);
    });
}
