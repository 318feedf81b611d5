import { Prisma, type TenantScope } from "../../../db/index.ts";
import { decodeMoment, encodeMoment } from "../../leads/moment-cursor.ts";
import { type BulkChangeRow, bulkChangeView, selectBulkChanges } from "./bulk-change-view.ts";
import type { BulkChangesQuery } from "./schemas.ts";

/** The bulk changes of the last 30 days, newest first. @throws DomainError invalid for a broken cursor. */
export async function listBulkChanges(scope: TenantScope, { limit, cursor }: BulkChangesQuery) {
  const before = cursor ? decodeMoment("cursor", cursor) : null;
  const found = await scope.db.$queryRaw<BulkChangeRow[]>`
    ${selectBulkChanges(scope)}
    ${before ? Prisma.sql`AND (bulk.created_at, bulk.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : Prisma.empty}
    ORDER BY bulk.created_at DESC, bulk.id DESC LIMIT ${limit + 1}`;
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const nextCursor =
    last && found.length > limit ? encodeMoment({ at: last.createdAt, id: last.id }) : null;
  return { data: page.map((row) => bulkChangeView(row, scope.now)), meta: { limit, nextCursor } };
}
