import type { RouteCase } from "./route-cases.ts";

/** The smallest GIF. */
const PICTURE = "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

export const MEDIA: Record<string, RouteCase> = {
  "GET /api/admin/media/{id}": { ask: (of) => ({ params: { id: of.media } }) },
  "POST /api/admin/media": {
    ask: ({ mark }) => ({ file: { name: `${mark}.gif`, base64: PICTURE } }),
    foreign: 201,
  },
  "GET /media/{token}": { ask: (of) => ({ params: { token: of.mediaToken } }) },
};
