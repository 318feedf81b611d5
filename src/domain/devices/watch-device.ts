import { GatewayFault } from "../../infra/gateway/gateway.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { DomainError } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { askDevice, type DeviceMeans } from "./ask-device.ts";
import { checkLater } from "./check-later.ts";

/** Asks the gateway about a device, and again later for as long as the device is held. */
export async function watchDevice(
  enter: EnterTenant,
  means: DeviceMeans,
  deviceId: string,
): Promise<void> {
  try {
    await askDevice(enter, means, deviceId);
  } catch (error) {
    // A device that is gone or out of use is not asked for any more.
    if (error instanceof DomainError) return;
    if (!(error instanceof GatewayFault)) throw error;
  }
  await enter(async (scope) => {
    const { db, tenant, now } = scope;
    const device = await db.whatsappDevice.findUnique({
      where: { tenantId_id: { tenantId: tenant.id, id: deviceId } },
      select: { heldSince: true },
    });
    if (!device?.heldSince) return;
    const later = checkLater(deviceId, device.heldSince, now);
    await enqueueJob(scope, "checkDevice", { deviceId }, later);
  });
}
