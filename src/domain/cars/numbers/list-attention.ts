import { Prisma, type TenantScope } from "../../../db/index.ts";
import { today } from "../../calendar/today.ts";
import { decodeMoment, encodeMoment } from "../../leads/moment-cursor.ts";
import { carTitle } from "../car-view.ts";
import {
  ATTENTION_REASONS,
  type AttentionMeta,
  type AttentionQuery,
  type AttentionReason,
  type CarToLookAt,
  type Reason,
} from "./attention-schemas.ts";
import { CONDITIONS, lookedAt, settleOnHashes } from "./attention-sql.ts";
import { daysInStock } from "./days-in-stock.ts";
import { percentOf } from "./percent-of.ts";

/** As JSON of PostgreSQL. */
interface LookedRow extends Pick<CarToLookAt, "id" | "slug" | "displayCode" | "status"> {
  brand: string;
  model: string;
  variant: string | null;
  year: number;
  price: number;
  days: number;
  listedAt: string;
  why: AttentionReason[];
  annualTaxUntil: string;
  taxIn: number;
  stnkUntil: string;
  stnkIn: number;
  median: number;
  others: number;
  views: number;
}

interface Answer {
  rows: LookedRow[];
  reasons: AttentionMeta["reasons"] & { any: number };
}

const REASONS: { [R in AttentionReason]: (row: LookedRow) => Reason } = {
  no_photo: () => ({ reason: "no_photo" }),
  aged: ({ days }) => ({ reason: "aged", days }),
  annual_tax_due: (row) => ({
    ...{ reason: "annual_tax_due", on: row.annualTaxUntil, days: row.taxIn },
  }),
  stnk_due: (row) => ({ reason: "stnk_due", on: row.stnkUntil, days: row.stnkIn }),
  above_like_cars: ({ price, median, others }) => ({
    ...{ reason: "above_like_cars", median, likeCars: others, above: price - median },
    abovePercent: percentOf(price - median, median),
  }),
  viewed_without_enquiry: ({ views }) => ({ reason: "viewed_without_enquiry", views }),
};

const view = (row: LookedRow): CarToLookAt => ({
  ...{ id: row.id, slug: row.slug, displayCode: row.displayCode, title: carTitle(row) },
  ...{ status: row.status, price: row.price, daysInStock: row.days },
  listedAt: new Date(row.listedAt).toISOString(),
  reasons: row.why.map((reason) => REASONS[reason](row)),
});

const ANY = Prisma.join(Object.values(CONDITIONS), " OR ");
const COUNTS = Prisma.join(
  ATTENTION_REASONS.map(
    (reason) => Prisma.sql`${reason}::text, count(*) FILTER (WHERE ${CONDITIONS[reason]})`,
  ),
);
const WHY = Prisma.join(
  ATTENTION_REASONS.map(
    (reason) => Prisma.sql`CASE WHEN ${CONDITIONS[reason]} THEN ${reason}::text END`,
  ),
);

function attentionQuery(scope: TenantScope, { reason, limit, cursor }: AttentionQuery): Prisma.Sql {
  const { tenant } = scope;
  const after = cursor ? decodeMoment("cursor", cursor) : null;
  const day = Prisma.sql`${today(scope)}::date`;
  return Prisma.sql`
    WITH ${lookedAt(scope)},
    page AS (
      SELECT * FROM looked
      WHERE (${reason ? CONDITIONS[reason] : ANY})
        ${after ? Prisma.sql`AND (listed_at, id) > (${after.at}::timestamptz, ${after.id}::uuid)` : Prisma.empty}
      ORDER BY listed_at, id LIMIT ${limit + 1}
    )
    SELECT
      (SELECT json_build_object('any', count(*) FILTER (WHERE ${ANY}), ${COUNTS}) FROM looked)
        AS reasons,
      coalesce((SELECT json_agg(shown ORDER BY shown."listedAt", shown.id) FROM (
        SELECT c.id, c.slug, c.display_code AS "displayCode", c.brand, c.model, c.variant, c.year,
          c.status, page.price, ${daysInStock(scope)} AS days, c.listed_at AS "listedAt",
          array_remove(ARRAY[${WHY}], NULL) AS why,
          c.annual_tax_until AS "annualTaxUntil", c.annual_tax_until - ${day} AS "taxIn",
          c.stnk_until AS "stnkUntil", c.stnk_until - ${day} AS "stnkIn", median, others, views
        FROM page JOIN cars c ON c.tenant_id = ${tenant.id}::uuid AND c.id = page.id
      ) shown), '[]') AS rows`;
}

/**
 * The cars on offer that somebody should look at today, each with why, the longest listed first.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listAttention(scope: TenantScope, query: AttentionQuery) {
  const { limit } = query;
  await settleOnHashes(scope);
  const [answer] = await scope.db.$queryRaw<Answer[]>(attentionQuery(scope, query));
  const { rows: found = [], reasons } = answer ?? {};
  const page = found.slice(0, limit).map(view);
  const last = page.at(-1);
  const nextCursor =
    last && found.length > limit
      ? encodeMoment({ at: new Date(last.listedAt), id: last.id })
      : null;
  const { any = 0, ...counts } = reasons ?? {};
  const total = query.reason ? (reasons?.[query.reason] ?? 0) : any;
  return {
    data: page,
    meta: { limit, nextCursor, total, reasons: counts as AttentionMeta["reasons"] },
  };
}
