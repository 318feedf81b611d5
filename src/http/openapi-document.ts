import { version } from "../../package.json";
import type { createRouter } from "./openapi.ts";

const DOCUMENT = {
  openapi: "3.1.0",
  info: {
    title: "AutoLeads",
    version,
    description:
      "One backend for many car dealerships. The Host header names the dealership; staff log in with a token that is good at that host alone.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: "/" }],
};

/** Answers GET /openapi.json for all that is mounted, made at the first question. */
export function serveDocument(app: ReturnType<typeof createRouter>): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "staffToken", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of POST /api/admin/auth/login.",
  });
  let document: string | undefined;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(app.getOpenAPI31Document(DOCUMENT));
    return c.body(document, 200, { "Content-Type": "application/json" });
  });
}
