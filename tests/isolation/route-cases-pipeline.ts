import type { RouteCase } from "./route-cases.ts";

const posted = (body: object): RouteCase => ({
  ask: (of) => ({ params: { token: of.webhookToken }, body }),
});

const SENDER = { device: "x", sender: "628131112222" };

export const WEBHOOK_ROUTES: Record<string, RouteCase> = {
  "POST /webhook/fonnte/{token}": posted({ ...SENDER, message: "Masih ada?", inboxid: 1 }),
  "POST /webhook/fonnte/{token}/status": posted({ device: "x", id: "1", status: "sent" }),
  "POST /webhook/fonnte/{token}/device": posted({ device: "x", status: "connect" }),
  "POST /webhook/fonnte/{token}/submission": posted({ ...SENDER, budget: "150 juta" }),
};

export const EVENT_ROUTES: Record<string, RouteCase> = {
  "GET /api/admin/webhook-events": { ask: () => ({ query: { limit: "100" } }), foreign: 200 },
  "POST /api/admin/webhook-events/{id}/replay": { ask: (of) => ({ params: { id: of.event } }) },
};
