import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { EnquiryReceipt, NewEnquiry } from "../../domain/leads/enquiry-schemas.ts";
import { submitEnquiry } from "../../domain/leads/submit-enquiry.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import { answer, body, createRouter, forEverybody, problems, publicProblems } from "../openapi.ts";

const route = createRoute({
  method: "post",
  path: "/leads",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Ask the dealership something",
  description:
    "A question, a test drive, a credit application, an offer in cash or a trade-in. Sent twice within ten minutes, the same enquiry is kept once.",
  request: { body: body(NewEnquiry) },
  responses: {
    201: answer(z.object({ data: EnquiryReceipt }), "Received."),
    ...publicProblems,
    ...problems(413, 415),
  },
});

export const enquiries = (deps: Deps) =>
  createRouter().openapi(route, async (c) => {
    const enquiry = c.req.valid("json");
    const data = await enterAsVisitor(deps, c)((scope) => submitEnquiry(scope, enquiry));
    return c.json({ data }, 201);
  });
