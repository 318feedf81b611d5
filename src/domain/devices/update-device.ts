import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";
import { getDevice } from "./get-device.ts";
import { lockDevice } from "./lock-device.ts";
import type { Device, DeviceChange } from "./schemas.ts";

/** Sets how far apart a device's messages are. @throws DomainError not found. */
export async function updateDevice(
  scope: TenantScope,
  id: string,
  { sendIntervalMs }: DeviceChange,
): Promise<Device> {
  const before = await lockDevice(scope, id);
  if (!before) throw notFound("device");
  await scope.db.whatsappDevice.update({
    where: { tenantId_id: { tenantId: scope.tenant.id, id } },
    data: { sendIntervalMs },
  });
  await recordAuditEvent(scope, {
    ...{ action: "device.updated", subject: "device", id },
    ...{ before: { sendIntervalMs: before.sendIntervalMs }, after: { sendIntervalMs } },
  });
  return getDevice(scope, id);
}
