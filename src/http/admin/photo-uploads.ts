import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { MOST_PHOTOS, TakenFile } from "../../domain/photos/schemas.ts";
import { completeUpload } from "../../domain/photos/uploads/complete-upload.ts";
import {
  ADDRESS_LIFETIME,
  type GivenUpload,
  giveAddresses,
} from "../../domain/photos/uploads/give-addresses.ts";
import { type NamedFile, NamedFiles, PhotoAddresses } from "../../domain/photos/uploads/schemas.ts";
import { uploadKey } from "../../domain/photos/uploads/upload-key.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import {
  answer,
  body,
  createRouter,
  IdParam,
  problems,
  staffOnly,
  staffProblems,
} from "../openapi.ts";

const tags = ["Photos"];

const give = createRoute({
  method: "post",
  path: "/cars/{id}/photo-uploads",
  tags,
  summary: "Ask for addresses to send photos of a car to",
  description:
    "For each file one address, to which the browser PUTs its bytes, with exactly the length and the type that are named here; no login is needed there, and it is good for 15 minutes. Then the upload is completed. What is not completed is removed after a day.",
  ...staffOnly("cars:write"),
  request: { params: IdParam, body: body(NamedFiles) },
  responses: {
    201: answer(z.object({ data: PhotoAddresses }), "Where each file goes."),
    ...staffProblems,
    ...problems(409, 415),
  },
});

const complete = createRoute({
  method: "post",
  path: "/photo-uploads/{id}/complete",
  tags,
  summary: "Take in the photos that were sent to their addresses",
  description:
    "As an upload by form: what is no picture, or a broken one, is told by file. While a file is missing (NOT_UPLOADED) nothing is taken, and it may be sent and completed again, within an hour.",
  ...staffOnly("cars:write"),
  request: {
    params: IdParam,
  },
  responses: {
    202: answer(
      z.object({ data: z.array(TakenFile).max(MOST_PHOTOS) }),
      "What became of each file.",
    ),
    ...staffProblems,
    ...problems(409),
  },
});

export function photoUploads(deps: Deps) {
  const { objects, uploadLinks } = deps;
  async function addressOf({ id, tenantId }: GivenUpload, file: number, named: NamedFile) {
    const terms = { contentType: named.contentType, bytes: named.bytes };
    if (objects.direct.at === "store") {
      return objects.direct.sign(uploadKey(tenantId, id, file), terms, ADDRESS_LIFETIME);
    }
    const link = { ...terms, uploadId: id, file };
    return `/api/photo-uploads/${await uploadLinks.sign(tenantId, link, ADDRESS_LIFETIME)}`;
  }
  return createRouter()
    .openapi(give, async (c) => {
      const { id } = c.req.valid("param");
      const { files } = c.req.valid("json");
      const given = await enterAsStaff(deps, c)((scope) => giveAddresses(scope, id, files));
      const addresses = await Promise.all(
        files.map(async (named, n) => ({
          ...{ name: named.name, url: await addressOf(given, n, named) },
          contentType: named.contentType,
        })),
      );
      const data = {
        ...{ id: given.id, files: addresses },
        expiresAt: given.expiresAt.toISOString(),
        completeBefore: given.completeBefore.toISOString(),
      };
      return c.json({ data }, 201);
    })
    .openapi(complete, async (c) => {
      const { id } = c.req.valid("param");
      const data = await completeUpload(enterAsStaff(deps, c), objects, id);
      return c.json({ data }, 202);
    });
}
