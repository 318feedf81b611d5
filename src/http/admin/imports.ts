import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { notFound } from "../../domain/errors.ts";
import { findRejectedRows } from "../../domain/imports/find-rejected-rows.ts";
import { getImport } from "../../domain/imports/get-import.ts";
import { listImports } from "../../domain/imports/list-imports.ts";
import {
  LARGEST_STOCK_FILE,
  MOST_IMPORTED_ROWS,
  StockImport,
  StockImportItem,
  StockImportPageMeta,
  StockImportQuery,
} from "../../domain/imports/schemas.ts";
import { startImport } from "../../domain/imports/start-import.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, problems, staffOnly, staffProblems } from "../openapi.ts";
import { readStockForm } from "../read-stock-form.ts";

const ImportAnswer = z.object({ data: StockImport });
const access = { tags: ["Imports"], ...staffOnly("cars:import") };
const request = { params: IdParam };
const [MEGABYTES, ROWS] = [LARGEST_STOCK_FILE / 1024 ** 2, MOST_IMPORTED_ROWS.toLocaleString("en")];

/** The form, which is read part by part; a schema of zod's would read all of it at once. */
const form = {
  "multipart/form-data": {
    schema: {
      type: "object" as const,
      required: ["file"],
      additionalProperties: false,
      properties: {
        file: { type: "string" as const, format: "binary", maxLength: LARGEST_STOCK_FILE },
        options: {
          type: "string" as const,
          maxLength: 65_536,
          description:
            'JSON: `columns`, a field and the names of the columns that hold it; `constants`, a field and its value in every row; `rates`, a currency and its rupiah; `status` of new cars (available or draft); `mode` (rows or file); `dryRun`. Such as {"columns":{"mileage":["KM"]},"dryRun":true}.',
        },
      },
    },
  },
};

const start = createRoute({
  method: "post",
  path: "/imports",
  summary: "Take in a file of stock",
  description: `A job does it, one of a dealership at a time: CSV, plain or gzip, or what else is told by its content, at most ${MEGABYTES} MB and ${ROWS} rows. A row with a display code or a VIN updates the car that has it, any other makes a car once, however often the same file comes. Of rows that are not understood each is told with its reasons; \`mode\` \`rows\` takes the others, \`file\` takes all or none. A file whose columns have the names of one that was taken in is read as that was, but for what the options say. import.changed on the stream of events tells how far it is.`,
  ...access,
  request: { body: { required: true, content: form } },
  responses: {
    202: answer(ImportAnswer, "It waits for its turn."),
    ...staffProblems,
    ...problems(415),
    413: { ...problems(413)[413], description: `The body is larger than ${MEGABYTES} MB.` },
  },
});

const list = createRoute({
  method: "get",
  path: "/imports",
  summary: "Imports of the last 90 days, the newest first",
  ...access,
  request: { query: StockImportQuery },
  responses: {
    200: answer(
      z.object({ data: z.array(StockImportItem).max(100), meta: StockImportPageMeta }),
      "One page.",
    ),
    ...staffProblems,
  },
});

const get = createRoute({
  method: "get",
  path: "/imports/{id}",
  summary: "How far an import is, and what it did",
  ...access,
  request,
  responses: { 200: answer(ImportAnswer, "The import."), ...staffProblems },
});

const rejected = createRoute({
  method: "get",
  path: "/imports/{id}/rejected",
  summary: "The rejected rows as CSV",
  description: "With the line and the reasons of each. Corrected, it can be imported. For a week.",
  ...access,
  request,
  responses: {
    200: {
      description: "The rows.",
      content: { "text/csv": { schema: z.string().openapi({ maxLength: 1024 ** 3 }) } },
    },
    ...staffProblems,
  },
});

/** What the body of the form may hold, with what a form puts around it. */
export const STOCK_FORM_LIMIT = LARGEST_STOCK_FILE + 1024 * 1024;

export function imports(deps: Deps) {
  return createRouter()
    .openapi(start, async (c) => {
      const enter = enterAsStaff(deps, c);
      const { file, options } = await readStockForm(c.req.raw);
      const id = await startImport(enter, deps.objects, file, options);
      return c.json({ data: await enter((scope) => getImport(scope, id)) }, 202);
    })
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listImports(scope, query)), 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)((scope) => getImport(scope, id)) }, 200);
    })
    .openapi(rejected, async (c) => {
      const { id } = c.req.valid("param");
      const key = await enterAsStaff(deps, c)((scope) => findRejectedRows(scope, id));
      const stream = await deps.objects.get(key);
      if (!stream) throw notFound("file of rejected rows");
      return c.body(stream, 200, {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="rejected-${id}.csv"`,
      });
    });
}
