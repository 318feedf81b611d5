import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "../../deps.ts";
import { type BegunExport, beginExport } from "../../domain/cars/export/begin-export.ts";
import { ExportQuery } from "../../domain/cars/export/export-query.ts";
import { exportStock, STOCK_EXPORTS } from "../../domain/cars/export/export-stock.ts";
import { readExportedCars } from "../../domain/cars/export/read-exported-cars.ts";
import { createFeedTurns } from "../../domain/feeds/feed-turns.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import { createRouter, staffOnly, staffProblems } from "../openapi.ts";
import { createFeedPlaces } from "../public/feed-places.ts";
import { type FeedEnd, feedStream } from "../public/feed-stream.ts";

/** Bytes; a million cars with long texts are below it. */
const LONGEST_EXPORT = 20_000_000_000;
/** Exports open at once: of one dealership, and in this process. */
const OF_ONE = 2;
const OF_ALL = 8;

const file = z.string().openapi({ maxLength: LONGEST_EXPORT });

const exported = createRoute({
  method: "get",
  path: "/stock/export",
  tags: ["Stock"],
  summary: "The stock as a file, with the columns that an import reads",
  description:
    "CSV for spreadsheets (UTF-8, no cell that they would run) or an Excel workbook, sent while it is read. Importing it into the same dealership changes nothing. The cost is there only for roles with cars:cost. A car that changes meanwhile is in its former or its new state. Comes as an attachment, and is written down in the audit log.",
  ...staffOnly("cars:read"),
  request: { query: ExportQuery },
  responses: {
    200: {
      description: "All of it.",
      content: {
        [STOCK_EXPORTS.csv.type]: { schema: file },
        [STOCK_EXPORTS.xlsx.type]: { schema: file },
      },
    },
    ...staffProblems,
  },
});

export function stockExport(deps: Deps) {
  const places = createFeedPlaces(OF_ONE, OF_ALL);
  const turns = createFeedTurns();

  async function open(c: Context<AppEnv>, query: ExportQuery) {
    const { id, slug } = c.get("tenant");
    const log = c.get("log");
    const enter = enterAsStaff(deps, c);
    let cars = 0;
    const giveBack = places.take(id);
    const ended = (how: FeedEnd) => {
      giveBack();
      if (typeof how === "string") log.info({ how, cars }, "stock exported");
      else log.error({ err: how.fault, cars }, "export broken off");
    };
    try {
      const begun: BegunExport = await enter((scope) => beginExport(scope, query));
      const read = (after: string | null) =>
        turns(id, () => enter((scope) => readExportedCars(scope, query, after)));
      const parts = exportStock(query.format, begun, read, (more) => {
        cars += more;
      });
      const body = feedStream(await parts.next(), parts, ended);
      return { body, name: `stock-${slug}.${query.format}` };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  return createRouter().openapi(exported, async (c) => {
    const query = c.req.valid("query");
    const { body, name } = await open(c, query);
    return c.body(body, 200, {
      "Content-Type": STOCK_EXPORTS[query.format].type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    });
  });
}
