import type { TenantScope } from "../../db/index.ts";
import { DELIVERY_ORDER, type DeliveryReport, type DeliveryState } from "./read-status.ts";

/** Days for which a state waits for a message that it may be about. */
const KEPT_FOR = 3;

export interface EarlyStatus {
  stateId: string | null;
  status: DeliveryState;
  reason: string | null;
  at: Date;
}

/** Under which early states of WhatsApp's number alone are kept. */
export const stateKey = (stateId: string): string => `state:${stateId}`;

/**
 * Holds off whoever makes a message's number known, or keeps a state for a number that is not, for
 * one device until the transaction ends: of two at once the second finds what the first did.
 */
export async function lockEarlyStatuses(
  { db, tenant }: TenantScope,
  deviceId: string,
): Promise<void> {
  const key = `early statuses:${tenant.id}:${deviceId}`;
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}

/** Keeps states for messages that are not known yet, of each the furthest. */
export async function keepEarlyStatuses(
  { db, tenant, now }: TenantScope,
  reports: DeliveryReport[],
): Promise<void> {
  const order = [...DELIVERY_ORDER];
  for (const report of reports) {
    const key = report.gatewayId ?? stateKey(report.stateId ?? "");
    await db.$executeRaw`
      INSERT INTO early_statuses AS early (tenant_id, device_id, gateway_id, state_id, status,
                                           reason, at, created_at)
      VALUES (${tenant.id}::uuid, ${report.deviceId}::uuid, ${key}, ${report.stateId},
              ${report.status}, ${report.reason}, ${report.at}::timestamptz, ${now}::timestamptz)
      ON CONFLICT (tenant_id, device_id, gateway_id) DO UPDATE SET
        state_id = coalesce(early.state_id, EXCLUDED.state_id),
        (status, reason, at) = (SELECT (CASE WHEN isFurther THEN EXCLUDED.status ELSE early.status END),
          (CASE WHEN isFurther THEN EXCLUDED.reason ELSE early.reason END),
          (CASE WHEN isFurther THEN EXCLUDED.at ELSE early.at END)
          FROM (SELECT array_position(${order}::text[], early.status)
            < array_position(${order}::text[], EXCLUDED.status) AS isFurther) AS compared)`;
  }
}

/** Takes what was kept under a number, if anything. */
export async function takeEarlyStatus(
  { db, tenant }: TenantScope,
  deviceId: string,
  key: string,
): Promise<EarlyStatus | null> {
  const rows = await db.$queryRaw<EarlyStatus[]>`
    DELETE FROM early_statuses
    WHERE tenant_id = ${tenant.id}::uuid AND device_id = ${deviceId}::uuid AND gateway_id = ${key}
    RETURNING state_id AS "stateId", status, reason, at`;
  return rows[0] ?? null;
}

/** Forgets what has waited for three days in vain. */
export async function sweepEarlyStatuses({ db, tenant, now }: TenantScope): Promise<void> {
  const before = new Date(now.getTime() - KEPT_FOR * 86_400_000);
  await db.earlyStatus.deleteMany({ where: { tenantId: tenant.id, createdAt: { lt: before } } });
}
