import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { addTask } from "../../domain/tasks/add-task.ts";
import { changeTask } from "../../domain/tasks/change-task.ts";
import { completeTask } from "../../domain/tasks/complete-task.ts";
import { deleteTask } from "../../domain/tasks/delete-task.ts";
import { listTasks } from "../../domain/tasks/list-tasks.ts";
import { reopenTask } from "../../domain/tasks/reopen-task.ts";
import { NewTask, Task, TaskChange, TaskPageMeta, TaskQuery } from "../../domain/tasks/schemas.ts";
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

const TaskAnswer = z.object({ data: Task });
const common = { tags: ["Tasks"], ...staffOnly("leads:write") };
const changed = { 200: answer(TaskAnswer, "The task as it is now."), ...staffProblems };

const add = createRoute({
  ...common,
  method: "post",
  path: "/leads/{id}/tasks",
  summary: "Set a task on a lead",
  description: "Sales give tasks to themselves, or to nobody. A lead has at most 200 open ones.",
  request: { params: IdParam, body: body(NewTask) },
  responses: { 201: answer(TaskAnswer, "Set."), ...staffProblems, ...problems(409, 413, 415) },
});

const list = createRoute({
  method: "get",
  path: "/tasks",
  tags: ["Tasks"],
  summary: "Tasks as they fall due",
  description:
    "Sales see their own and those on leads that they see; everybody else sees all. Done ones come the last due first.",
  ...staffOnly("leads:read"),
  request: { query: TaskQuery },
  responses: {
    200: answer(z.object({ data: z.array(Task), meta: TaskPageMeta }), "One page."),
    ...staffProblems,
  },
});

const change = createRoute({
  ...common,
  method: "patch",
  path: "/tasks/{id}",
  summary: "Change a task",
  description: "What is not named stays. Sales give tasks to themselves, or to nobody.",
  request: { params: IdParam, body: body(TaskChange) },
  responses: { ...changed, ...problems(413, 415) },
});

const complete = createRoute({
  ...common,
  method: "post",
  path: "/tasks/{id}/done",
  summary: "Mark a task as done",
  description: "One that is done already stays as it is.",
  request: { params: IdParam },
  responses: changed,
});

const reopen = createRoute({
  ...common,
  method: "post",
  path: "/tasks/{id}/reopen",
  summary: "Take a task up again",
  description: "One that is open stays as it is.",
  request: { params: IdParam },
  responses: { ...changed, ...problems(409) },
});

const remove = createRoute({
  ...common,
  method: "delete",
  path: "/tasks/{id}",
  summary: "Remove a task",
  request: { params: IdParam },
  responses: { 204: { description: "Removed." }, ...staffProblems },
});

export function tasks(deps: Deps) {
  return createRouter()
    .openapi(add, async (c) => {
      const { id } = c.req.valid("param");
      const task = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => addTask(scope, id, task));
      return c.json({ data }, 201);
    })
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listTasks(scope, query)), 200);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid("param");
      const wanted = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeTask(scope, id, wanted));
      return c.json({ data }, 200);
    })
    .openapi(complete, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => completeTask(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(reopen, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => reopenTask(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => deleteTask(scope, id));
      return c.body(null, 204);
    });
}
