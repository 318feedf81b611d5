import { createRoute, z } from "@hono/zod-openapi";
import { LRUCache } from "lru-cache";
import { drawCar } from "../../demo/draw-car.ts";
import { PICTURE_NAME, parsePictureName, picturePath } from "../../demo/picture-name.ts";
import { createRouter, problems } from "../openapi.ts";

/** Pictures kept once drawn, of some 200 kB each. */
const KEPT = 64;

const HEADERS = {
  "Content-Type": "image/svg+xml",
  "Cache-Control": "public, max-age=31536000, immutable",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
};

const PictureName = z
  .string()
  .max(100)
  .transform((name, context) => {
    const picture = parsePictureName(name);
    if (picture) return picture;
    context.addIssue({
      code: "custom",
      message: "must be body-colour-view.svg, such as suv-putih-side.svg",
    });
    return z.NEVER;
  })
  .openapi({
    param: { name: "name", in: "path" },
    type: "string",
    maxLength: 100,
    pattern: PICTURE_NAME.source,
    example: "suv-putih-side.svg",
  });

const route = createRoute({
  method: "get",
  path: "/demo/pictures/{name}",
  tags: ["Demo"],
  summary: "A drawn picture of a demo car",
  description: "Needs no dealership. The same name is the same picture for ever.",
  request: { params: z.strictObject({ name: PictureName }) },
  responses: {
    200: {
      description: "1200 by 800, scalable.",
      content: { "image/svg+xml": { schema: z.string() } },
    },
    ...problems(400, 500),
  },
});

export function demoPictures() {
  const drawn = new LRUCache<string, string>({ max: KEPT });
  return createRouter().openapi(route, (c) => {
    const { name: picture } = c.req.valid("param");
    const path = picturePath(picture);
    const svg = drawn.get(path) ?? drawCar(picture);
    drawn.set(path, svg);
    return c.body(svg, 200, HEADERS);
  });
}
