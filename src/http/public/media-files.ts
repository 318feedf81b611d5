import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { notFound } from "../../domain/errors.ts";
import { findStoredMedia } from "../../domain/media/find-stored-media.ts";
import { mediaDisposition } from "../../domain/media/media-disposition.ts";
import { MEDIA_TYPES } from "../../domain/media/media-types.ts";
import { LARGEST_FILE } from "../../domain/media/schemas.ts";
import { rangeHeaders, rangeOf } from "../byte-range.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import { commonProblems, createRouter } from "../openapi.ts";

/** Characters; a link's token has some 350. */
const LONGEST_TOKEN = 1_000;

const content = Object.fromEntries(
  Object.keys(MEDIA_TYPES).map((type) => [
    type,
    { schema: z.string().openapi({ format: "binary", maxLength: LARGEST_FILE }) },
  ]),
);

const route = createRoute({
  method: "get",
  path: "/{token}",
  tags: ["Messages"],
  summary: "The content of a file of a message",
  description:
    "Where the link of GET /api/admin/media/{id} leads: no login is needed, the token is good for five minutes. Takes one range of bytes; any other is answered whole.",
  request: {
    params: z.strictObject({
      token: z
        .string()
        .max(LONGEST_TOKEN, `must be at most ${LONGEST_TOKEN} characters`)
        .openapi({ param: { name: "token", in: "path" } }),
    }),
  },
  responses: {
    200: { description: "All of it.", content },
    206: { description: "The range that was asked for.", content },
    ...commonProblems,
  },
});

/** The files that staff are given links to. */
export const mediaFiles = (deps: Deps) =>
  createRouter().openapi(route, async (c) => {
    const { token } = c.req.valid("param");
    const id = await deps.mediaLinks.verify(token, c.get("tenant").id);
    const found = id && (await enterAsVisitor(deps, c)((scope) => findStoredMedia(scope, id)));
    if (!found) throw notFound("file");
    const { storageKey, contentType, bytes } = found;
    const range = rangeOf(c.req.header("Range"), bytes);
    const stream = await deps.objects.get(storageKey, range ?? undefined);
    if (!stream) throw notFound("file");
    const headers = {
      "Content-Type": contentType,
      "Content-Disposition": mediaDisposition(found),
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "Cache-Control": "private, max-age=300",
      ...rangeHeaders(range, bytes),
    };
    return c.body(stream, range ? 206 : 200, headers);
  });
