import type { TenantScope } from "../../db/index.ts";
import { hashToken, sameHash } from "../../infra/secrets.ts";

export interface Device {
  id: string;
  secretHash: Uint8Array | null;
}

/**
 * The tenant's enabled device with this webhook token, or null. Every device is compared, each in
 * constant time, so that the time tells nothing of how near a guess was.
 */
export async function findDevice(
  { db, tenant, now }: TenantScope,
  token: string,
): Promise<Device | null> {
  const tokens = await db.webhookToken.findMany({
    where: {
      ...{ tenantId: tenant.id, device: { disabledAt: null } },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    select: { tokenHash: true, device: { select: { id: true, secretHash: true } } },
  });
  const given = hashToken(token);
  return tokens.filter(({ tokenHash }) => sameHash(tokenHash, given))[0]?.device ?? null;
}

/** Whether the body's secret is the device's; a device without one asks for none. */
export const knowsSecret = (device: Device, secret: string): boolean =>
  device.secretHash === null || sameHash(device.secretHash, hashToken(secret));
