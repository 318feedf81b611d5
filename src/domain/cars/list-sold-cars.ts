import { Prisma, type TenantScope } from "../../db/index.ts";
import { decodeMoment, encodeMoment } from "../leads/moment-cursor.ts";
import { type CardRow, publicCard } from "./car-view.ts";
import { CARD_COLUMNS } from "./list-cars.ts";

/** Days for which a sold car is shown among those sold recently. */
const RECENT_DAYS = 90;
const DAY_MS = 86_400_000;

interface SoldRow extends CardRow {
  id: string;
  photo: string | null;
  soldAt: string;
}

/**
 * Cars sold within the last 90 days, the latest first, without their prices.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listSoldCars(scope: TenantScope, query: { limit: number; cursor?: string }) {
  const { limit, cursor } = query;
  const since = new Date(scope.now.getTime() - RECENT_DAYS * DAY_MS);
  const after = cursor && decodeMoment("cursor", cursor);
  const [answer] = await scope.db.$queryRaw<{ rows: SoldRow[] }[]>`
    SELECT coalesce(json_agg(page), '[]') AS rows FROM (
      SELECT ${CARD_COLUMNS} FROM cars c
      WHERE c.tenant_id = ${scope.tenant.id}::uuid AND c.status = 'sold'
        AND c.sold_at >= ${since}::timestamptz
        ${after ? Prisma.sql`AND (c.sold_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : Prisma.empty}
      ORDER BY c.sold_at DESC, c.id DESC LIMIT ${limit + 1}) AS page`;
  const found = answer?.rows ?? [];
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    data: rows.map((row) => ({ ...publicCard(row), soldAt: new Date(row.soldAt).toISOString() })),
    meta: {
      limit,
      nextCursor:
        last && found.length > limit
          ? encodeMoment({ at: new Date(last.soldAt), id: last.id })
          : null,
    },
  };
}
