import { createRoute } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { coverPlate } from "../../domain/photos/cover-plate.ts";
import { deletePhoto } from "../../domain/photos/delete-photo.ts";
import { PlateInput } from "../../domain/photos/plate.ts";
import { markedByHand, noPlate } from "../../domain/photos/plate-finder.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { body, createRouter, IdParam, problems, staffOnly, staffProblems } from "../openapi.ts";
import { readVersion, VersionHeader } from "../version-header.ts";
import { photoChange } from "./photo-change.ts";

const remove = createRoute({
  method: "delete",
  path: "/photos/{id}",
  tags: ["Photos"],
  summary: "Take a photo from its car",
  description:
    "The first of the others is the cover then, where it was. `If-Match` names the version of its car.",
  ...staffOnly("cars:write"),
  request: { params: IdParam, headers: VersionHeader },
  responses: { 204: { description: "Removed." }, ...staffProblems, ...problems(409, 428) },
});

const cover = createRoute({
  method: "put",
  path: "/photos/{id}/plate",
  summary: "Cover the number plate in a photo",
  description:
    "The area, with a small margin, is made unreadable in every size and format; it stays covered when the photo is turned. The photo gets another address, and that of before is nobody's any more as soon as this one is there, unless another photo has it; who kept the picture meanwhile has it. The original stays as it is, for nobody to see. The version is that of its car.",
  ...photoChange,
  request: { params: IdParam, headers: VersionHeader, body: body(PlateInput) },
});

const uncover = createRoute({
  method: "delete",
  path: "/photos/{id}/plate",
  summary: "Show the number plate in a photo again",
  description: "`If-Match` names the version of its car.",
  ...photoChange,
  request: { params: IdParam, headers: VersionHeader },
});

/** What is done to one photo, besides giving it another picture. */
export function photo(deps: Deps) {
  return createRouter()
    .openapi(remove, async (c) => {
      const { id: photoId } = c.req.valid("param");
      const version = readVersion(c.req.valid("header"));
      await enterAsStaff(deps, c)((scope) => deletePhoto(scope, { photoId, version }));
      return c.body(null, 204);
    })
    .openapi(cover, async (c) => {
      const { id } = c.req.valid("param");
      const { version: given, ...shares } = c.req.valid("json");
      const version = readVersion(c.req.valid("header"), given);
      const plate = {
        ...{ version, action: "car.photo_plate_covered" as const },
        find: markedByHand(shares),
      };
      const status = await coverPlate(enterAsStaff(deps, c), deps.objects, id, plate);
      return c.json({ data: { status } }, 202);
    })
    .openapi(uncover, async (c) => {
      const { id } = c.req.valid("param");
      const version = readVersion(c.req.valid("header"));
      const plate = { version, action: "car.photo_plate_shown" as const, find: noPlate };
      const status = await coverPlate(enterAsStaff(deps, c), deps.objects, id, plate);
      return c.json({ data: { status } }, 202);
    });
}
