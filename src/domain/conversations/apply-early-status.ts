import { Prisma, type TenantScope } from "../../db/index.ts";

/** How far each state is; only a later one replaces an earlier one. */
const ORDER = ["sent", "delivered", "read"];

interface Handed {
  messageId: string;
  deviceId: string;
  gatewayId: string;
}

/** Applies what the gateway reported of a message before its number was known here. */
export async function applyEarlyStatus(
  { db, tenant }: TenantScope,
  { messageId, deviceId, gatewayId }: Handed,
): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    WITH early AS (
      DELETE FROM early_statuses
      WHERE tenant_id = ${tenant.id}::uuid AND device_id = ${deviceId}::uuid
        AND gateway_id = ${gatewayId}
      RETURNING status, at
    )
    UPDATE messages SET status = early.status, status_at = early.at
    FROM early
    WHERE messages.tenant_id = ${tenant.id}::uuid AND messages.id = ${messageId}::uuid
      AND (early.status = 'failed' OR array_position(${ORDER}::text[], early.status)
        > array_position(${ORDER}::text[], messages.status))`);
}
