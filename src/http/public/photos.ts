import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { notFound } from "../../domain/errors.ts";
import { findRendition } from "../../domain/photos/find-rendition.ts";
import { parseRenditionName } from "../../domain/photos/picture-link.ts";
import { PHOTO_TYPES } from "../../domain/photos/schemas.ts";
import { rangeHeaders, rangeOf } from "../byte-range.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import { commonProblems, createRouter } from "../openapi.ts";

/** Characters of the longest name. */
const LONGEST_NAME = 100;
/** Bytes; the largest rendition is far smaller. */
const LARGEST_RENDITION = 8 * 1024 * 1024;

const content = Object.fromEntries(
  PHOTO_TYPES.map((type) => [
    type,
    { schema: z.string().openapi({ format: "binary", maxLength: LARGEST_RENDITION }) },
  ]),
);
const headers = z.object({
  ETag: z.string().max(LONGEST_NAME + 2),
  "Cache-Control": z.literal("public, max-age=31536000, immutable"),
});

const route = createRoute({
  method: "get",
  path: "/{name}",
  tags: ["Photos"],
  summary: "A photo of a car, in one of its widths and formats",
  description:
    "What lies at an address never changes, so that it may be kept for a year. Takes one range of bytes; any other is answered whole.",
  request: {
    params: z.strictObject({
      name: z
        .string()
        .max(LONGEST_NAME, `must be at most ${LONGEST_NAME} characters`)
        .openapi({ param: { name: "name", in: "path" } }),
    }),
  },
  responses: {
    200: { description: "All of it.", content, headers },
    206: { description: "The range that was asked for.", content, headers },
    304: { description: "As the client holds it: `If-None-Match` names its tag.", headers },
    ...commonProblems,
  },
});

const names = (header: string | undefined, tag: string) =>
  header?.split(",").some((one) => ["*", tag, `W/${tag}`].includes(one.trim())) ?? false;

/** What staff uploaded, for everybody. */
export const photos = (deps: Deps) =>
  createRouter().openapi(route, async (c) => {
    const { name } = c.req.valid("param");
    const asked = parseRenditionName(name);
    const found = asked && (await enterAsVisitor(deps, c)((scope) => findRendition(scope, asked)));
    if (!found) throw notFound("photo");
    const { key, contentType, bytes } = found;
    const tag = `"${name}"`;
    const kept = {
      ETag: tag,
      "Cache-Control": "public, max-age=31536000, immutable",
      "Cross-Origin-Resource-Policy": "cross-origin",
    } as const;
    if (names(c.req.header("If-None-Match"), tag)) return c.body(null, 304, kept);
    const isSame = [undefined, tag].includes(c.req.header("If-Range"));
    const range = isSame ? rangeOf(c.req.header("Range"), bytes) : null;
    const stream = await deps.objects.get(key, range ?? undefined);
    if (!stream) throw notFound("photo");
    const about = { "Content-Type": contentType, ...rangeHeaders(range, bytes), ...kept };
    return c.body(stream, range ? 206 : 200, about);
  });
