import { Prisma, type TenantScope } from "../../../db/index.ts";
import { DUE_WITHIN } from "../numbers/attention-schemas.ts";
import { ON_OFFER } from "../numbers/on-offer.ts";

/** One that nobody was told of at its stage. */
export interface Reminder {
  carId: string;
  kind: "annual_tax" | "stnk";
  dueOn: string;
  /** From today; negative when it is past. */
  days: number;
}

/**
 * Marks what staff are to be told of now: of each car on offer, its annual tax and its STNK within
 * 30, 7 and 1 days before their day, and once when that is past. Of stages that went by unseen the
 * last one counts. Of several at once, one has each.
 */
export async function markReminders({ db, tenant, now }: TenantScope): Promise<Reminder[]> {
  const today = Prisma.sql`(${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date`;
  const due = (kind: Reminder["kind"], day: Prisma.Sql) => Prisma.sql`
    SELECT c.id, ${kind}::text AS kind, ${day} AS due_on, ${day} - ${today} AS days
    FROM cars c WHERE c.tenant_id = ${tenant.id}::uuid AND ${ON_OFFER}
      AND ${day} <= ${today} + ${DUE_WITHIN}::int`;
  return db.$queryRaw<Reminder[]>`
    INSERT INTO tax_reminders (tenant_id, car_id, kind, due_on, days_before, told_at)
    SELECT ${tenant.id}::uuid, id, kind, due_on,
      CASE WHEN days < 0 THEN 0 WHEN days <= 1 THEN 1 WHEN days <= 7 THEN 7 ELSE ${DUE_WITHIN}::int END,
      ${now}::timestamptz
    FROM (
      ${due("annual_tax", Prisma.sql`c.annual_tax_until`)}
      UNION ALL
      ${due("stnk", Prisma.sql`c.stnk_until`)}
    ) due
    ORDER BY due_on, id, kind
    ON CONFLICT DO NOTHING
    RETURNING car_id AS "carId", kind, due_on::text AS "dueOn", due_on - ${today} AS days`;
}
