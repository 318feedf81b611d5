import { createRoute, z } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import type { Deps } from "../../deps.ts";
import { invalid, notFound } from "../../domain/errors.ts";
import { LARGEST_PHOTO } from "../../domain/photos/schemas.ts";
import { receiveFile } from "../../domain/photos/uploads/receive-file.ts";
import { UPLOAD_TYPES } from "../../domain/photos/uploads/schemas.ts";
import { commonProblems, createRouter, problems } from "../openapi.ts";

/** Characters; a link's token has some 450. */
const LONGEST_TOKEN = 1_000;

const file = { type: "string" as const, format: "binary", maxLength: LARGEST_PHOTO };

const route = createRoute({
  method: "put",
  path: "/{token}",
  tags: ["Photos"],
  summary: "Send a photo to its address",
  description:
    "Where an address of POST /api/admin/cars/{id}/photo-uploads leads when files are kept in a folder: no login is needed, the token is good for 15 minutes. Sent again, it takes the place of what came before.",
  request: {
    params: z.strictObject({
      token: z
        .string()
        .max(LONGEST_TOKEN, `must be at most ${LONGEST_TOKEN} characters`)
        .openapi({ param: { name: "token", in: "path" } }),
    }),
    body: {
      required: true,
      content: Object.fromEntries(UPLOAD_TYPES.map((type) => [type, { schema: file }])),
    },
  },
  responses: {
    204: { description: "It is there." },
    ...commonProblems,
    ...problems(415),
    413: { ...problems(413)[413], description: "The body is larger than 15 MB." },
  },
});

/** The door for photos that browsers bring by themselves, where the object store has none. */
export const incomingPhotos = (deps: Deps) =>
  createRouter().openapi(route, async (c) => {
    const { token } = c.req.valid("param");
    const { id: tenantId } = c.get("tenant");
    const link = await deps.uploadLinks.verify(token, tenantId);
    if (!link) throw notFound("upload");
    if (c.req.header("Content-Type") !== link.contentType) throw new HTTPException(415);
    const length = c.req.header("Content-Length");
    if (length !== undefined && Number(length) !== link.bytes) {
      throw invalid("body", `must have ${link.bytes} bytes, as was named`);
    }
    await receiveFile(deps.objects, tenantId, link, c.req.raw.body);
    return c.body(null, 204);
  });
