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
  "GET /photos/{name}": { ask: (of) => ({ params: { name: of.picture } }) },
};
