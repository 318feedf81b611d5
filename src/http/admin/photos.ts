import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { replacePhoto } from "../../domain/photos/replace-photo.ts";
import { rotatePhoto } from "../../domain/photos/rotate-photo.ts";
import { LARGEST_PHOTO, MOST_PHOTOS, TakenFile, Turn } from "../../domain/photos/schemas.ts";
import { uploadPhotos } from "../../domain/photos/upload-photos.ts";
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
import { readFiles } from "../read-files.ts";
import { readVersion, VersionHeader } from "../version-header.ts";
import { photoChange } from "./photo-change.ts";

const tags = ["Photos"];
/** Characters of a file's name as it is told again. */
const LONGEST_NAME = 200;

/** The form, which is read file by file; a schema of zod's would read all of it at once. */
const form = {
  "multipart/form-data": {
    schema: {
      type: "object" as const,
      required: ["files"],
      additionalProperties: false,
      properties: {
        files: {
          type: "array" as const,
          description: `At most ${MOST_PHOTOS}, each at most ${LARGEST_PHOTO / 1024 ** 2} MB.`,
          minItems: 1,
          maxItems: MOST_PHOTOS,
          items: { type: "string" as const, format: "binary", maxLength: LARGEST_PHOTO },
        },
      },
    },
  },
};

/** A form of one file. */
const oneFile = {
  "multipart/form-data": {
    schema: {
      type: "object" as const,
      required: ["file"],
      additionalProperties: false,
      properties: {
        file: { type: "string" as const, format: "binary", maxLength: LARGEST_PHOTO },
      },
    },
  },
};

const replace = createRoute({
  method: "put",
  path: "/photos/{id}",
  summary: "Put another picture in the place of a photo",
  description: "Its place and caption stay. `If-Match` names the version of its car.",
  ...photoChange,
  request: { params: IdParam, headers: VersionHeader, body: { required: true, content: oneFile } },
});

const rotate = createRoute({
  method: "post",
  path: "/photos/{id}/rotate",
  summary: "Turn a photo",
  description: "The version is that of its car.",
  ...photoChange,
  request: { params: IdParam, headers: VersionHeader, body: body(Turn) },
});

const upload = createRoute({
  method: "post",
  path: "/cars/{id}/photos",
  tags,
  summary: "Upload photos of a car",
  description: [
    "JPEG, PNG, WebP and HEIC, told by their content. They come behind the photos that there are, in their order, each as soon as it is rendered: upright, in up to three widths and as a JPEG, without where and by what it was taken. photo.changed on the stream of events tells of each. The originals are kept, and nobody is given them; the same picture is kept once a dealership.",
    "What is no picture, a broken one or too large is told by file; when the upload breaks off, nothing of it is taken.",
  ].join("\n\n"),
  ...staffOnly("cars:write"),
  request: { params: IdParam, body: { required: true, content: form } },
  responses: {
    202: answer(
      z.object({ data: z.array(TakenFile).max(MOST_PHOTOS) }),
      "What became of each file.",
    ),
    ...staffProblems,
    ...problems(415),
    413: { ...problems(413)[413], description: "The body is larger than 40 files of 15 MB." },
  },
});

/** Of a form; the body may hold no more either. */
export const PHOTOS = { field: "files", most: MOST_PHOTOS, largest: LARGEST_PHOTO };
export const ONE_PHOTO = { field: "file", most: 1, largest: LARGEST_PHOTO };

export function photos(deps: Deps) {
  return createRouter()
    .openapi(upload, async (c) => {
      const { id } = c.req.valid("param");
      const files = readFiles(c.req.raw, PHOTOS);
      const taken = await uploadPhotos(enterAsStaff(deps, c), deps.objects, id, files);
      const data = taken.map((file) => ({
        ...file,
        name: file.name.slice(0, LONGEST_NAME).toWellFormed(),
      }));
      return c.json({ data }, 202);
    })
    .openapi(replace, async (c) => {
      const { id } = c.req.valid("param");
      const version = readVersion(c.req.valid("header"));
      const given = { version, files: readFiles(c.req.raw, ONE_PHOTO) };
      const status = await replacePhoto(enterAsStaff(deps, c), deps.objects, id, given);
      return c.json({ data: { status } }, 202);
    })
    .openapi(rotate, async (c) => {
      const { id } = c.req.valid("param");
      const { degrees, version: given } = c.req.valid("json");
      const version = readVersion(c.req.valid("header"), given);
      const turn = { degrees, version };
      const status = await rotatePhoto(enterAsStaff(deps, c), deps.objects, id, turn);
      return c.json({ data: { status } }, 202);
    });
}
