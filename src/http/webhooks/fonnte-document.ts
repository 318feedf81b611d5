import { z } from "@hono/zod-openapi";
import { FonnteBody } from "../../domain/conversations/fonnte-body.ts";
import { answer, type createRouter, problems } from "../openapi.ts";

const TOLERANT =
  "The address is the device's own and its token a secret. What is posted is committed before it is answered by 200, and worked in afterwards, whatever its order and however often it comes; other fields than these are kept and not read. A body that cannot be read is kept too, for staff to see and to have read again. The gateway repeats whatever is not answered by 200.";

const WEBHOOKS = [
  {
    path: "/fonnte/{token}",
    summary: "Messages that the WhatsApp gateway delivers",
    description: `A message of one person is stored once and makes or re-opens that person's lead; groups and senders that are no person are left. What tells of a message's status or a device's is taken here too. ${TOLERANT}`,
  },
  {
    path: "/fonnte/{token}/status",
    summary: "How far a message came",
    description: `States come in any order and only ever move a message forward; one that comes before its message waits for it. ${TOLERANT}`,
  },
  {
    path: "/fonnte/{token}/device",
    summary: "Whether the phone is connected",
    description: `The device's live token in the body is never kept. ${TOLERANT}`,
  },
  {
    path: "/fonnte/{token}/submission",
    summary: "A form that somebody filled in on WhatsApp",
    description: `The answers become a message of that person. ${TOLERANT}`,
  },
];

const params = z.object({
  token: z
    .string()
    .max(200)
    .openapi({ param: { name: "token", in: "path" } }),
});

const responses = {
  200: answer(z.object({ status: z.literal(true) }), "Committed."),
  ...problems(400, 404, 413, 429, 500),
  401: {
    ...problems(401)[401],
    description: "The message's or the form's `secret` is missing or not the device's.",
  },
  503: {
    ...problems(503)[503],
    description:
      "It could not be stored, or too much waits; `Retry-After` tells when to come back.",
  },
};

/** Tells the OpenAPI document of what is read without it, on the way of every message. */
export function documentWebhooks({ openAPIRegistry }: ReturnType<typeof createRouter>): void {
  const content = {
    "application/json": { schema: FonnteBody },
    "application/x-www-form-urlencoded": { schema: FonnteBody },
    "multipart/form-data": { schema: FonnteBody },
  };
  for (const { path, summary, description } of WEBHOOKS) {
    openAPIRegistry.registerPath({
      ...{ method: "post", path, tags: ["Webhooks"], summary, description, responses },
      request: { params, body: { required: true, content } },
    });
  }
}
