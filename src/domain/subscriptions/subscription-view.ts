import { Prisma, type TenantScope } from "../../db/index.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import type { Subscription, SubscriptionKind, SubscriptionStatus } from "./schemas.ts";

export interface SubscriptionRow {
  id: string;
  kind: SubscriptionKind;
  status: SubscriptionStatus;
  leadId: string;
  leadName: string | null;
  phone: string;
  carId: string | null;
  carTitle: string;
  toldPriceIdr: bigint | null;
  confirmedAt: Date | null;
  notifiedAt: Date | null;
  endedAt: Date | null;
  expiresAt: Date;
  createdAt: Date;
}

/** Every subscription of leads that the actor may know of, ready for further conditions by AND. */
export const selectSubscriptions = (scope: TenantScope): Prisma.Sql => Prisma.sql`
  SELECT s.id, s.kind, s.status, s.lead_id AS "leadId", leads.name AS "leadName", s.phone,
    s.car_id AS "carId", s.car_title AS "carTitle", s.told_price_idr AS "toldPriceIdr",
    s.confirmed_at AS "confirmedAt", s.notified_at AS "notifiedAt", s.ended_at AS "endedAt",
    s.expires_at AS "expiresAt", s.created_at AS "createdAt"
  FROM car_subscriptions s
  JOIN leads ON leads.tenant_id = s.tenant_id AND leads.id = s.lead_id
  WHERE s.tenant_id = ${scope.tenant.id}::uuid AND ${visibleLeads(scope)}`;

const instant = (at: Date | null) => at?.toISOString() ?? null;

export const subscriptionView = (row: SubscriptionRow): Subscription => ({
  ...{ id: row.id, kind: row.kind, status: row.status, phone: row.phone },
  lead: { id: row.leadId, name: row.leadName },
  ...{ carId: row.carId, carTitle: row.carTitle },
  toldPrice: row.toldPriceIdr === null ? null : Number(row.toldPriceIdr),
  ...{ confirmedAt: instant(row.confirmedAt), notifiedAt: instant(row.notifiedAt) },
  ...{ endedAt: instant(row.endedAt), expiresAt: row.expiresAt.toISOString() },
  createdAt: row.createdAt.toISOString(),
});
