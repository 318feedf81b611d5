import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { cancelMessage } from "../../domain/conversations/cancel-message.ts";
import { confirmMessage } from "../../domain/conversations/confirm-message.ts";
import { resendMessage } from "../../domain/conversations/resend-message.ts";
import {
  Conversation,
  Message,
  NewConversation,
  NewMessage,
} from "../../domain/conversations/schemas.ts";
import { sendMessage } from "../../domain/conversations/send-message.ts";
import { startConversation } from "../../domain/conversations/start-conversation.ts";
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

const common = { tags: ["Messages"], ...staffOnly("leads:write") };
const MessageAnswer = z.object({ data: Message });
const settled = {
  200: answer(MessageAnswer, "The message as it is now."),
  ...staffProblems,
  ...problems(409),
};

const IdempotencyKey = z.object({
  "idempotency-key": z
    .string()
    .min(1, "must not be empty")
    .max(100, "must be at most 100 characters")
    .optional()
    .openapi({
      description: "The same key gives the same message for a day, however often it is sent.",
    }),
});

const start = createRoute({
  ...common,
  method: "post",
  path: "/leads/{id}/conversations",
  summary: "Open a conversation with a lead",
  description: "Between a number of the dealership and the lead's; the one that is there is given.",
  request: { params: IdParam, body: body(NewConversation) },
  responses: {
    201: answer(z.object({ data: Conversation }), "The conversation."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const send = createRoute({
  ...common,
  method: "post",
  path: "/conversations/{id}/messages",
  summary: "Send a message to a person",
  description:
    "A text, a file or a car card, at once or later. It is queued: the gateway is called in a moment, the messages of one number apart from one another. While the number is disconnected it waits as held and goes out afterwards.",
  request: { params: IdParam, headers: IdempotencyKey, body: body(NewMessage) },
  responses: {
    201: answer(MessageAnswer, "Queued, held or scheduled."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const cancel = createRoute({
  ...common,
  method: "delete",
  path: "/messages/{id}",
  summary: "Take back a message that has not been sent yet",
  description: "One that is scheduled, queued or held; it stays in the history as cancelled.",
  request: { params: IdParam },
  responses: settled,
});

const resend = createRoute({
  ...common,
  method: "post",
  path: "/messages/{id}/resend",
  summary: "Send a message again",
  description:
    "One that failed, or is in doubt: then the person may get it twice. Look at the phone before.",
  request: { params: IdParam },
  responses: settled,
});

const confirm = createRoute({
  ...common,
  method: "post",
  path: "/messages/{id}/confirm",
  summary: "Take a message in doubt for sent",
  request: { params: IdParam },
  responses: settled,
});

export const messages = (deps: Deps) =>
  createRouter()
    .openapi(start, async (c) => {
      const { id } = c.req.valid("param");
      const { deviceId } = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => startConversation(scope, id, deviceId));
      return c.json({ data }, 201);
    })
    .openapi(send, async (c) => {
      const { id } = c.req.valid("param");
      const { "idempotency-key": key } = c.req.valid("header");
      const message = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => sendMessage(scope, id, message, key));
      return c.json({ data }, 201);
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => cancelMessage(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(resend, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => resendMessage(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(confirm, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => confirmMessage(scope, id));
      return c.json({ data }, 200);
    });
