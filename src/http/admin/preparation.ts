import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { changeStep } from "../../domain/preparation/change-step.ts";
import { getPreparation } from "../../domain/preparation/get-preparation.ts";
import { listPreparation } from "../../domain/preparation/list-preparation.ts";
import {
  PreparationColumn,
  PreparationQuery,
  PreparationStep,
  PreparationStepChange,
  STEPS,
  StepParam,
} from "../../domain/preparation/schemas.ts";
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

const tags = ["Preparation"];

const board = createRoute({
  method: "get",
  path: "/preparation",
  tags,
  summary: "Cars that are not ready yet, by their next step",
  description:
    "Every car that is not sold and has a step to be done, in the column of the first of them; what is due first is at the top. With `step`, the column is read page by page.",
  ...staffOnly("cars:read"),
  request: { query: PreparationQuery },
  responses: {
    200: answer(
      z.object({ data: z.array(PreparationColumn).max(STEPS.length) }),
      "The columns, in the order of the steps.",
    ),
    ...staffProblems,
  },
});

const get = createRoute({
  method: "get",
  path: "/cars/{id}/preparation-steps",
  tags,
  summary: "The steps of a car's preparation",
  ...staffOnly("cars:read"),
  request: { params: IdParam },
  responses: {
    200: answer(
      z.object({ data: z.array(PreparationStep).length(STEPS.length) }),
      "In their order.",
    ),
    ...staffProblems,
  },
});

const change = createRoute({
  method: "patch",
  path: "/cars/{id}/preparation-steps/{step}",
  tags,
  summary: "Change a step of a car's preparation",
  description: "What is not named stays.",
  ...staffOnly("cars:write"),
  request: { params: StepParam, body: body(PreparationStepChange) },
  responses: {
    200: answer(z.object({ data: PreparationStep }), "The step as it is now."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

export const preparation = (deps: Deps) =>
  createRouter()
    .openapi(board, async (c) => {
      const query = c.req.valid("query");
      const data = await enterAsStaff(deps, c)((scope) => listPreparation(scope, query));
      return c.json({ data }, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => getPreparation(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(change, async (c) => {
      const { id, step } = c.req.valid("param");
      const wanted = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeStep(scope, id, step, wanted));
      return c.json({ data }, 200);
    });
