import type { RouteCase } from "./route-cases.ts";

export const STORE: Record<string, RouteCase> = {
  "POST /api/admin/cars/{id}/photo-uploads": {
    ask: (of) => ({
      params: { id: of.cars.shown.id },
      body: { files: [{ name: `${of.mark}.png`, contentType: "image/png", bytes: 70 }] },
    }),
  },
  "POST /api/admin/photo-uploads/{id}/complete": {
    ask: (of) => ({ params: { id: of.upload } }),
  },
  "PUT /api/photo-uploads/{token}": {
    ask: (of) => ({
      ...{ params: { token: of.uploadToken }, content: "nine byte" },
      headers: { "Content-Type": "image/png" },
    }),
  },
};
