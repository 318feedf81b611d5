import type { TenantScope } from "../../db/index.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { holdDevice } from "./hold-device.ts";
import { releaseDevice } from "./release-device.ts";

/**
 * Holds or releases a device as its connection is now: of several changes the latest counts,
 * in whatever order they are followed. A connection frees no device from a lack of quota.
 */
export async function followConnection(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  deviceId: string,
): Promise<void> {
  const { db, tenant } = scope;
  const device = await db.whatsappDevice.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id: deviceId } },
    select: { connection: true, heldReason: true },
  });
  if (device?.connection === "disconnected") {
    await holdDevice(scope, secrets, deviceId, "disconnected");
  }
  if (device?.connection === "connected" && device.heldReason === "disconnected") {
    await releaseDevice(scope, deviceId);
  }
}
