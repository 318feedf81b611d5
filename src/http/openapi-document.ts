import { z } from "@hono/zod-openapi";
import { version } from "../../package.json";
import { completeDocument } from "./complete-document.ts";
import { answer, type createRouter } from "./openapi.ts";

const DOCUMENT = {
  openapi: "3.1.0",
  info: {
    title: "AutoLeads",
    version,
    description:
      "One backend for many car dealerships. The Host header names the dealership; staff log in with a token that is good at that host alone.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [
    {
      url: "/",
      description: "The dealership's own host, in production as in development.",
      "x-internal": false,
    },
  ],
};

/** Answers GET /openapi.json for all that is mounted, made at the first question. */
export function serveDocument(app: ReturnType<typeof createRouter>): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "staffToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "The access token of POST /api/admin/auth/login, checked as RFC8725 advises: one algorithm, one issuer, this dealership as its audience, a type of its own, and a short life.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "siteKey", {
    type: "http",
    scheme: "bearer",
    description:
      "Any API key of the dealership, whatever its scopes: the request counts under the key's own limit instead of the visitor's address.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "alk_…",
    description:
      "A key of POST /api/admin/api-keys, for sites and partners: it may do what its scopes name, under a limit of its own.",
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/openapi.json",
    tags: ["Operation"],
    summary: "This document",
    responses: { 200: answer(z.looseObject({ openapi: z.string() }), "OpenAPI 3.1.") },
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/docs",
    tags: ["Operation"],
    summary: "This document, to read and to try",
    responses: {
      200: { description: "A page.", content: { "text/html": { schema: z.string() } } },
    },
  });
  let document: string | undefined;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(
      completeDocument(JSON.parse(JSON.stringify(app.getOpenAPI31Document(DOCUMENT)))),
    );
    return c.body(document, 200, { "Content-Type": "application/json" });
  });
}
