import type { TenantScope } from "../../db/index.ts";
import { conflict, notFound } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";

const cannotSend = () =>
  conflict("DEVICE_CANNOT_SEND", "This number is out of use, or the gateway's token is not there.");

/** @throws DomainError conflict DEVICE_CANNOT_SEND. */
export function assertCanSend({ canSend }: { canSend: boolean }): void {
  if (!canSend) throw cannotSend();
}

/**
 * The token by which the gateway knows a device.
 * @throws DomainError not found, or conflict DEVICE_CANNOT_SEND.
 */
export async function gatewayToken(
  { db, tenant }: TenantScope,
  secrets: Pick<Secrets, "open">,
  id: string,
): Promise<string> {
  const device = await db.whatsappDevice.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    select: { gatewayTokenSealed: true, disabledAt: true },
  });
  if (!device) throw notFound("device");
  if (!device.gatewayTokenSealed || device.disabledAt) throw cannotSend();
  return secrets.open(
    tenant.id,
    "whatsapp_devices.gateway_token_sealed",
    device.gatewayTokenSealed,
  );
}
