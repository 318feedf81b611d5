import type { RouteCase } from "./route-cases.ts";

export const NOTIFY: Record<string, RouteCase> = {
  "GET /api/admin/notifications": {
    ask: () => ({ query: { status: "failed" } }),
    foreign: 200,
    smuggled: () => [[{ query: { status: "doubtful" } }, 200]],
  },
  "PATCH /api/admin/auth/profile": {
    ask: ({ newPhone: phone }) => ({ body: { phone } }),
    ...{ by: "endsLogins", foreign: 200 },
  },
};
