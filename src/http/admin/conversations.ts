import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { recordReply } from "../../domain/conversations/record-reply.ts";
import { NewReply, Reply } from "../../domain/conversations/schemas.ts";
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

const reply = createRoute({
  method: "post",
  path: "/conversations/{id}/replies",
  tags: ["Leads"],
  summary: "Write down a reply that was sent from the phone",
  description:
    "It completes the history, and the first one ends the time to first reply. Nothing is sent.",
  ...staffOnly("leads:write"),
  request: { params: IdParam, body: body(NewReply) },
  responses: {
    201: answer(z.object({ data: Reply }), "Written down."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

export const conversations = (deps: Deps) =>
  createRouter().openapi(reply, async (c) => {
    const { id } = c.req.valid("param");
    const { body: text } = c.req.valid("json");
    const data = await enterAsStaff(deps, c)((scope) => recordReply(scope, id, text));
    return c.json({ data }, 201);
  });
