import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRoute, z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import type { AccountPage } from "../domain/staff/account-link.ts";
import { accountLabels, LANGUAGES, type Language } from "./account-labels.ts";
import { commonProblems, createRouter } from "./openapi.ts";

const PAGE = readFileSync(new URL("./account-page.html", import.meta.url), "utf8");

/** Nothing runs, and nothing is styled, but what this very file says. */
function hashOf(element: "script" | "style"): string {
  const text = new RegExp(`<${element}>([^]*?)</${element}>`).exec(PAGE)?.[1] ?? "";
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

const CONTENT_SECURITY = [
  "default-src 'none'",
  `script-src ${hashOf("script")}`,
  `style-src ${hashOf("style")}`,
  "img-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const ENDPOINTS: Record<AccountPage, string> = {
  invitation: "/api/admin/auth/accept-invitation",
  "password-reset": "/api/admin/auth/reset-password",
};

/** The first language asked for that there is, whatever its region; Indonesian otherwise. */
const preferred = (asked: { type: string; q: number }[]): Language =>
  asked
    .toSorted((a, b) => b.q - a.q)
    .map(({ type }) => type.toLowerCase().split("-")[0])
    .map((tag) => LANGUAGES.find((language) => language === tag))
    .find((language) => language !== undefined) ?? "id";

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function render(page: AccountPage, language: Language, dealership: string): string {
  const labels = accountLabels(page, language);
  const endpoint = ENDPOINTS[page];
  const words = { ...labels, dealership, endpoint, labels: JSON.stringify(labels) };
  const shell = PAGE.replace('lang="id"', `lang="${language}"`);
  return shell.replace(/\{\{(\w+)\}\}/g, (_, name) => escaped(words[name as keyof typeof words]));
}

const routeOf = (page: AccountPage, summary: string) =>
  createRoute({
    method: "get",
    path: `/${page}`,
    tags: ["Login"],
    summary,
    description: "Where a mailed link leads; its token is in the fragment. Indonesian or English.",
    responses: {
      200: { description: "A page.", content: { "text/html": { schema: z.string() } } },
      ...commonProblems,
    },
  });

const ROUTES = {
  invitation: routeOf("invitation", "A page to accept an invitation"),
  "password-reset": routeOf("password-reset", "A page to choose a new password"),
};

/** The pages for whoever has a link and no application of ours to open it in. */
export function accountPages() {
  const router = createRouter();
  for (const page of Object.keys(ROUTES) as AccountPage[]) {
    router.openapi(ROUTES[page], (c) => {
      const header = "Accept-Language";
      const supports = [...LANGUAGES];
      const language = accepts(c, { header, supports, default: "id", match: preferred });
      c.header("Content-Security-Policy", CONTENT_SECURITY);
      c.header("Content-Language", language);
      c.header("Vary", header);
      c.header("Cache-Control", "no-store");
      return c.html(render(page, language as Language, c.get("tenant").name), 200);
    });
  }
  return router;
}
