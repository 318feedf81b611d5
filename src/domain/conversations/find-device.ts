import type { TenantScope } from "../../db/index.ts";
import { hashToken, sameHash } from "../../infra/secrets.ts";

export interface Device {
  id: string;
  secretHash: Uint8Array | null;
}

/** A webhook token of an enabled device. */
export interface DeviceToken {
  tokenHash: Uint8Array;
  expiresAt: Date | null;
  device: Device;
}

/** Every webhook token of the tenant's enabled devices. */
export async function listDeviceTokens({ db, tenant, now }: TenantScope): Promise<DeviceToken[]> {
  return db.webhookToken.findMany({
    where: {
      ...{ tenantId: tenant.id, device: { disabledAt: null } },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    select: {
      ...{ tokenHash: true, expiresAt: true },
      device: { select: { id: true, secretHash: true } },
    },
  });
}

/**
 * The device with the token of this hash, or null. Every token is compared, each in constant time,
 * so that the time tells nothing of how near a guess was.
 */
export function findDevice(tokens: DeviceToken[], given: Uint8Array, now: Date): Device | null {
  const matching = tokens.filter(({ tokenHash }) => sameHash(tokenHash, given));
  return matching.find(({ expiresAt }) => expiresAt === null || expiresAt > now)?.device ?? null;
}

/** Whether the body's secret is the device's; a device without one asks for none. */
export const knowsSecret = (device: Device, secret: string): boolean =>
  device.secretHash === null || sameHash(device.secretHash, hashToken(secret));
