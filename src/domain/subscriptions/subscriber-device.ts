import type { TenantScope } from "../../db/index.ts";
import { conflict } from "../errors.ts";

export interface SubscriberDevice {
  id: string;
  isHeld: boolean;
}

/**
 * From which of the dealership's numbers a person is written to: one that can send, the one they
 * last wrote with where there is one. Null for a dealership that cannot write by WhatsApp.
 */
export async function findSubscriberDevice(
  { db, tenant }: TenantScope,
  phone: string,
): Promise<SubscriberDevice | null> {
  const rows = await db.$queryRaw<SubscriberDevice[]>`
    SELECT d.id, d.held_since IS NOT NULL AS "isHeld" FROM whatsapp_devices d
    LEFT JOIN conversations c ON c.tenant_id = ${tenant.id}::uuid AND c.device_id = d.id
      AND c.person = ${phone}
    WHERE d.tenant_id = ${tenant.id}::uuid
      AND d.gateway_token_sealed IS NOT NULL AND d.disabled_at IS NULL
    ORDER BY d.held_since IS NULL DESC, c.last_message_at DESC NULLS LAST, d.created_at, d.id
    LIMIT 1`;
  return rows[0] ?? null;
}

/** @throws DomainError conflict SUBSCRIPTIONS_NOT_OFFERED. */
export function assertOffered(device: SubscriberDevice | null): asserts device is SubscriberDevice {
  if (device) return;
  const words = "This dealership cannot write by WhatsApp; ask it by POST /api/leads instead.";
  throw conflict("SUBSCRIPTIONS_NOT_OFFERED", words);
}
