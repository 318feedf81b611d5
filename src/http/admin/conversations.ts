import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import {
  ConversationCar,
  ConversationView,
} from "../../domain/conversations/conversation-schemas.ts";
import { recordReply } from "../../domain/conversations/record-reply.ts";
import { NewReply, Reply } from "../../domain/conversations/schemas.ts";
import { setConversationCar } from "../../domain/conversations/set-conversation-car.ts";
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

const car = createRoute({
  method: "put",
  path: "/conversations/{id}/car",
  tags: ["Leads"],
  summary: "Say which car a conversation is about",
  description:
    "The car is recognised from links, display codes, cards and words. What is said here stays, whatever the customer writes.",
  ...staffOnly("leads:write"),
  request: { params: IdParam, body: body(ConversationCar) },
  responses: {
    200: answer(z.object({ data: ConversationView }), "The conversation as it is now."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

export const conversations = (deps: Deps) =>
  createRouter()
    .openapi(reply, async (c) => {
      const { id } = c.req.valid("param");
      const { body: text } = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => recordReply(scope, id, text));
      return c.json({ data }, 201);
    })
    .openapi(car, async (c) => {
      const { id } = c.req.valid("param");
      const { carId } = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => setConversationCar(scope, id, carId));
      return c.json({ data }, 200);
    });
