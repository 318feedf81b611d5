import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { createCannedReply } from "../../domain/canned-replies/create-canned-reply.ts";
import { deleteCannedReply } from "../../domain/canned-replies/delete-canned-reply.ts";
import { listCannedReplies } from "../../domain/canned-replies/list-canned-replies.ts";
import { renderCannedReply } from "../../domain/canned-replies/render-canned-reply.ts";
import {
  CannedReply,
  CannedReplyChange,
  CannedReplySubject,
  NewCannedReply,
  RenderedReply,
} from "../../domain/canned-replies/schemas.ts";
import { updateCannedReply } from "../../domain/canned-replies/update-canned-reply.ts";
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

const tags = ["Inbox"];
const OneReply = z.object({ data: CannedReply });
const written = { ...staffProblems, ...problems(409, 413, 415) };

const list = createRoute({
  method: "get",
  path: "/canned-replies",
  tags,
  summary: "Canned replies, by name",
  description: "All of them, 200 at the most.",
  ...staffOnly("leads:read"),
  responses: { 200: answer(z.object({ data: z.array(CannedReply) }), "All."), ...staffProblems },
});

const create = createRoute({
  method: "post",
  path: "/canned-replies",
  tags,
  summary: "Add a canned reply",
  ...staffOnly("inbox:manage"),
  request: { body: body(NewCannedReply) },
  responses: { 201: answer(OneReply, "Added."), ...written },
});

const update = createRoute({
  method: "patch",
  path: "/canned-replies/{id}",
  tags,
  summary: "Change a canned reply",
  ...staffOnly("inbox:manage"),
  request: { params: IdParam, body: body(CannedReplyChange) },
  responses: { 200: answer(OneReply, "As it is now."), ...written },
});

const remove = createRoute({
  method: "delete",
  path: "/canned-replies/{id}",
  tags,
  summary: "Remove a canned reply",
  ...staffOnly("inbox:manage"),
  request: { params: IdParam },
  responses: { 204: { description: "Removed." }, ...staffProblems },
});

const preview = createRoute({
  method: "post",
  path: "/canned-replies/{id}/preview",
  tags,
  summary: "A canned reply in the words for one person",
  description:
    "With the values of the moment; nothing is sent. A car that is named must be on offer: a draft or a sold one is a conflict.",
  ...staffOnly("leads:read"),
  request: { params: IdParam, body: body(CannedReplySubject) },
  responses: { 200: answer(z.object({ data: RenderedReply }), "The text."), ...written },
});

export const cannedReplies = (deps: Deps) =>
  createRouter()
    .openapi(list, async (c) => {
      return c.json({ data: await enterAsStaff(deps, c)(listCannedReplies) }, 200);
    })
    .openapi(create, async (c) => {
      const reply = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => createCannedReply(scope, reply));
      return c.json({ data }, 201);
    })
    .openapi(update, async (c) => {
      const { id } = c.req.valid("param");
      const change = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => updateCannedReply(scope, id, change));
      return c.json({ data }, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => deleteCannedReply(scope, id));
      return c.body(null, 204);
    })
    .openapi(preview, async (c) => {
      const { id } = c.req.valid("param");
      const subject = c.req.valid("json");
      const text = await enterAsStaff(deps, c)((scope) => renderCannedReply(scope, id, subject));
      return c.json({ data: { text } }, 200);
    });
