import type { TenantScope } from "../../db/index.ts";
import { type Gateway, type GatewayDevice, GatewayFault } from "../../infra/gateway/gateway.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { notifyStaff } from "../notifications/notify-staff.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { gatewayToken } from "./gateway-token.ts";
import { holdDevice } from "./hold-device.ts";
import { lockDevice } from "./lock-device.ts";
import { releaseDevice } from "./release-device.ts";
import { deviceKeepers } from "./tell-of-hold.ts";

/** Messages left; below it the dealership is told, once a day. */
const QUOTA_LOW = 50;

export interface DeviceMeans {
  gateway: Gateway;
  secrets: Secrets;
}

/**
 * Asks the gateway how a device is, keeps the answer, and holds or releases the device by it. No
 * transaction is open meanwhile.
 * @throws GatewayFault; DomainError not found, or conflict DEVICE_CANNOT_SEND.
 */
export async function askDevice(
  enter: EnterTenant,
  { gateway, secrets }: DeviceMeans,
  id: string,
): Promise<void> {
  const token = await enter((scope) => gatewayToken(scope, secrets, id));
  try {
    const state = await gateway.device(token);
    await enter((scope) => keep(scope, secrets, id, state));
  } catch (fault) {
    if (fault instanceof GatewayFault && fault.reason === "token") {
      await enter((scope) => holdDevice(scope, secrets, id, "token"));
    }
    throw fault;
  }
}

async function keep(
  scope: TenantScope,
  secrets: Secrets,
  id: string,
  { connected, quota }: GatewayDevice,
): Promise<void> {
  const { db, tenant, now } = scope;
  const device = await lockDevice(scope, id);
  if (!device) return;
  const connection = connected ? "connected" : "disconnected";
  await db.whatsappDevice.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: {
      ...{ quota, quotaCheckedAt: now },
      ...(connection !== device.connection && {
        ...{ connection, connectionAt: now, connectionReason: null },
      }),
    },
  });
  if (!connected) await holdDevice(scope, secrets, id, "disconnected");
  else if (device.heldReason !== "quota" || quota !== 0) await releaseDevice(scope, id);
  if (quota !== null && quota < QUOTA_LOW)
    await tellOfQuota(scope, secrets, id, device.label, quota);
}

async function tellOfQuota(
  scope: TenantScope,
  secrets: Secrets,
  id: string,
  label: string,
  quota: number,
): Promise<void> {
  const { tenant, now } = scope;
  const day = now.toLocaleDateString("sv-SE", { timeZone: tenant.timeZone });
  for (const { id: staffId } of await deviceKeepers(scope)) {
    await notifyStaff(scope, secrets, {
      ...{ staffId, kind: "quota_low", occasion: `${id}:${day}` },
      subject: `Kuota WhatsApp ${label} hampir habis`,
      text: `Nomor WhatsApp ${label} tinggal punya kuota ${quota} pesan di gateway.`,
    });
  }
}
