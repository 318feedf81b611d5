import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { changeFilter } from "../../domain/saved-filters/change-filter.ts";
import { deleteFilter } from "../../domain/saved-filters/delete-filter.ts";
import { listFilters } from "../../domain/saved-filters/list-filters.ts";
import { saveFilter } from "../../domain/saved-filters/save-filter.ts";
import {
  NewSavedFilter,
  SavedFilter,
  SavedFilterChange,
  SavedFilterQuery,
} from "../../domain/saved-filters/schemas.ts";
import { enterAsStaff, staffActor } from "../enter-tenant.ts";
import {
  answer,
  body,
  createRouter,
  IdParam,
  problems,
  staffOnly,
  staffProblems,
} from "../openapi.ts";

const common = { tags: ["Saved filters"], ...staffOnly("filters:keep") };
const FilterAnswer = z.object({ data: SavedFilter });

const list = createRoute({
  ...common,
  method: "get",
  path: "/saved-filters",
  summary: "One's own filters and those that are shared",
  request: { query: SavedFilterQuery },
  responses: {
    200: answer(z.object({ data: z.array(SavedFilter).max(500) }), "By name."),
    ...staffProblems,
  },
});

const save = createRoute({
  ...common,
  method: "post",
  path: "/saved-filters",
  summary: "Keep a query of a list under a name",
  description:
    "Of the list of cars or of leads; the query is read as the list reads it. At most 50 for each person. The words of a search for leads, which name people, are not kept.",
  request: { body: body(NewSavedFilter) },
  responses: {
    201: answer(FilterAnswer, "Kept."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const change = createRoute({
  ...common,
  method: "patch",
  path: "/saved-filters/{id}",
  summary: "Change a filter",
  description: "One's own; a colleague's that is shared for whoever manages staff.",
  request: { params: IdParam, body: body(SavedFilterChange) },
  responses: {
    200: answer(FilterAnswer, "The filter as it is now."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const remove = createRoute({
  ...common,
  method: "delete",
  path: "/saved-filters/{id}",
  summary: "Forget a filter",
  description: "One's own; a colleague's that is shared for whoever manages staff.",
  request: { params: IdParam },
  responses: { 204: { description: "Forgotten." }, ...staffProblems },
});

export const savedFilters = (deps: Deps) =>
  createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const staff = staffActor(c);
      const data = await enterAsStaff(deps, c)((scope) => listFilters(scope, staff, query));
      return c.json({ data }, 200);
    })
    .openapi(save, async (c) => {
      const filter = c.req.valid("json");
      const staff = staffActor(c);
      const data = await enterAsStaff(deps, c)((scope) => saveFilter(scope, staff, filter));
      return c.json({ data }, 201);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid("param");
      const wanted = c.req.valid("json");
      const staff = staffActor(c);
      const data = await enterAsStaff(deps, c)((scope) => changeFilter(scope, staff, id, wanted));
      return c.json({ data }, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      const staff = staffActor(c);
      await enterAsStaff(deps, c)((scope) => deleteFilter(scope, staff, id));
      return c.body(null, 204);
    });
