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
  { db, tenant }: TenantScope,
  token: string,
): Promise<Device | null> {
  const devices = await db.whatsappDevice.findMany({
    where: { tenantId: tenant.id, disabledAt: null },
    select: { id: true, tokenHash: true, secretHash: true },
  });
  const given = hashToken(token);
  return devices.filter((device) => sameHash(device.tokenHash, given))[0] ?? null;
}

/** Whether the body's secret is the device's; a device without one asks for none. */
export const knowsSecret = (device: Device, secret: string): boolean =>
  device.secretHash === null || sameHash(device.secretHash, hashToken(secret));
