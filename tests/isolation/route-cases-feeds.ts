import type { RouteCase } from "./route-cases.ts";

const feed: RouteCase = { ask: () => ({}), foreign: 200 };

export const FEEDS: Record<string, RouteCase> = {
  "GET /robots.txt": feed,
  "GET /sitemap.xml": feed,
  "GET /sitemaps/{name}": {
    ask: () => ({ params: { name: "cars-1.xml" } }),
    foreign: 200,
    namesNothing: true,
    smuggled: () => [[{ params: { name: "cars-2.xml" } }, 404]],
  },
  "GET /feeds/google.csv": feed,
  "GET /feeds/meta.csv": feed,
  "GET /feeds/meta.xml": feed,
  "GET /feeds/new.atom": feed,
};
