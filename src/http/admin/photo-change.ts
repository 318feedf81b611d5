import { z } from "@hono/zod-openapi";
import { TakenFile } from "../../domain/photos/schemas.ts";
import { answer, problems, staffOnly, staffProblems } from "../openapi.ts";

const Asked = z.object({ data: z.object({ status: TakenFile.shape.status.exclude(["refused"]) }) });

/** Of a route that gives a photo another picture. */
export const photoChange = {
  tags: ["Photos"],
  ...staffOnly("cars:write"),
  responses: {
    202: answer(Asked, "Shown at once, or as soon as it is rendered."),
    ...staffProblems,
    ...problems(409, 415, 428),
  },
};
