import { z } from "@hono/zod-openapi";
import { Prisma, type TenantRecord } from "../../db/index.ts";

const inRange = (value: string) => /^(19|20|21)\d\d-/.test(value);

/** A day of the dealership's calendar, or an instant. */
const Moment = z
  .union(
    [z.iso.date(), z.iso.datetime({ offset: true }).max(40)],
    "must be a day such as 2026-12-01, or an instant such as 2026-12-01T00:00:00Z",
  )
  .refine(inRange, "must lie between the years 1900 and 2199");

export const periodFields = {
  from: Moment.optional().openapi({
    description: "From this day, in the dealership's time zone, or from this instant.",
    example: "2026-11-01",
  }),
  to: Moment.optional().openapi({
    description: "To the end of this day, or before this instant.",
    example: "2026-11-30",
  }),
};

export interface Period {
  from?: string;
  to?: string;
}

const isDay = (moment: string) => moment.length === "2026-12-01".length;

/** The condition that a timestamptz column lies in the period. */
export function inPeriod(tenant: TenantRecord, column: Prisma.Sql, { from, to }: Period) {
  const startOf = (moment: string, days: number) =>
    isDay(moment)
      ? Prisma.sql`((${moment}::date + ${days}::int)::timestamp AT TIME ZONE ${tenant.timeZone})`
      : Prisma.sql`${new Date(moment)}::timestamptz`;
  return Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...(from ? [Prisma.sql`${column} >= ${startOf(from, 0)}`] : []),
      ...(to ? [Prisma.sql`${column} < ${startOf(to, 1)}`] : []),
    ],
    " AND ",
  );
}
