import { Prisma, type TenantScope } from "../../db/index.ts";
import { decodeMoment, encodeMoment } from "../leads/moment-cursor.ts";
import type { SubscriptionQuery } from "./schemas.ts";
import {
  type SubscriptionRow,
  selectSubscriptions,
  subscriptionView,
} from "./subscription-view.ts";

function filters({ kind, status, carId, leadId, cursor }: SubscriptionQuery): Prisma.Sql[] {
  const conditions = [Prisma.sql`TRUE`];
  if (kind) conditions.push(Prisma.sql`s.kind = ${kind}`);
  if (status) conditions.push(Prisma.sql`s.status = ${status}`);
  if (carId) conditions.push(Prisma.sql`s.car_id = ${carId}::uuid`);
  if (leadId) conditions.push(Prisma.sql`s.lead_id = ${leadId}::uuid`);
  if (cursor) {
    const { at, id } = decodeMoment("cursor", cursor);
    conditions.push(Prisma.sql`(s.created_at, s.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return conditions;
}

/**
 * Subscriptions of leads that the actor may know of, the newest first.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listSubscriptions(scope: TenantScope, query: SubscriptionQuery) {
  const found = await scope.db.$queryRaw<SubscriptionRow[]>`
    ${selectSubscriptions(scope)} AND ${Prisma.join(filters(query), " AND ")}
    ORDER BY s.created_at DESC, s.id DESC
    LIMIT ${query.limit + 1}`;
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    last && found.length > page.length ? encodeMoment({ at: last.createdAt, id: last.id }) : null;
  return { data: page.map(subscriptionView), meta: { limit: query.limit, nextCursor } };
}
