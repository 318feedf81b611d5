import type { RouteCase } from "./route-cases.ts";

/** The smallest PNG. */
const PICTURE =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const PHOTOS: Record<string, RouteCase> = {
  "POST /api/admin/cars/{id}/photos": {
    ask: (of) => ({
      params: { id: of.cars.shown.id },
      file: { name: `${of.mark}.png`, base64: PICTURE, field: "files" },
    }),
  },
  "PUT /api/admin/photos/{id}": {
    ask: (of) => ({
      ...{ params: { id: of.photo }, headers: { "If-Match": '"1"' } },
      file: { name: `${of.mark}.png`, base64: PICTURE },
    }),
  },
  "POST /api/admin/photos/{id}/rotate": {
    ask: (of) => ({ params: { id: of.photo }, body: { degrees: 90, version: 1 } }),
  },
  "DELETE /api/admin/photos/{id}": {
    ask: (of) => ({ params: { id: of.removedPhoto }, headers: { "If-Match": '"1"' } }),
  },
  "PUT /api/admin/photos/{id}/plate": {
    ask: (of) => ({
      params: { id: of.photo },
      body: { x: 0.25, y: 0.5, width: 0.25, height: 0.25, version: 1 },
    }),
  },
  "DELETE /api/admin/photos/{id}/plate": {
    ask: (of) => ({ params: { id: of.photo }, headers: { "If-Match": '"1"' } }),
  },
  "GET /photos/{name}": { ask: (of) => ({ params: { name: of.picture } }) },
};
