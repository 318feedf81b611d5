import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { getMedia } from "../../domain/media/get-media.ts";
import { LARGEST_UPLOAD, Media, type MediaView } from "../../domain/media/schemas.ts";
import { uploadMedia } from "../../domain/media/upload-media.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, problems, staffOnly, staffProblems } from "../openapi.ts";

const MediaAnswer = z.object({ data: Media });
const tags = ["Messages"];

const get = createRoute({
  method: "get",
  path: "/media/{id}",
  tags,
  summary: "A file of a message, with a link to it",
  description:
    "The link is good for five minutes at this host, for whoever has it; ask again for another.",
  ...staffOnly("leads:read"),
  request: { params: IdParam },
  responses: { 200: answer(MediaAnswer, "The file."), ...staffProblems },
});

const upload = createRoute({
  method: "post",
  path: "/media",
  tags,
  summary: "Upload a file, to send it with a message",
  description:
    "What it is, is told by its content: pictures (JPEG, PNG, WebP, GIF), videos (MP4, 3GP), recordings (Ogg, MP3, M4A, AAC, AMR), PDF, Office documents, contacts and plain text are taken. One that is not sent within a day is removed.",
  ...staffOnly("leads:write"),
  request: {
    body: {
      required: true,
      content: {
        "multipart/form-data": {
          schema: z.strictObject({
            file: z.instanceof(File, { error: "must be a file" }).openapi({
              ...{ type: "string", format: "binary", maxLength: LARGEST_UPLOAD },
              description: "At most 4 MB.",
            }),
          }),
        },
      },
    },
  },
  responses: {
    201: answer(MediaAnswer, "Kept."),
    ...staffProblems,
    ...problems(415),
    413: { ...problems(413)[413], description: "The body is larger than a file of 4 MB." },
  },
});

export function media(deps: Deps) {
  async function linked(tenantId: string, view: MediaView): Promise<Media> {
    if (view.status !== "stored") return { ...view, url: null, expiresAt: null };
    const { token, expiresAt } = await deps.mediaLinks.sign(tenantId, view.id);
    return { ...view, url: `/media/${token}`, expiresAt: expiresAt.toISOString() };
  }
  return createRouter()
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const view = await enterAsStaff(deps, c)((scope) => getMedia(scope, id));
      return c.json({ data: await linked(c.get("tenant").id, view) }, 200);
    })
    .openapi(upload, async (c) => {
      const { file } = c.req.valid("form");
      const given = { bytes: await file.bytes(), filename: file.name };
      const view = await uploadMedia(enterAsStaff(deps, c), deps.objects, given);
      return c.json({ data: await linked(c.get("tenant").id, view) }, 201);
    });
}
