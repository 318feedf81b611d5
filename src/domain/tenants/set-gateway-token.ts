import { withOperator } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";

interface GatewayToken {
  slug: string;
  label: string;
  token: string;
  secrets: Pick<Secrets, "seal">;
}

/**
 * Keeps the token by which the gateway takes a device's messages, sealed, in place of the former.
 * @throws DomainError not found for the slug or the label.
 */
export function setGatewayToken(
  ownerUrl: string,
  { slug, label, token, secrets }: GatewayToken,
): Promise<{ id: string }> {
  return withOperator(ownerUrl, async (scope) => {
    const { id: tenantId } = await requireTenantBySlug(scope, slug);
    await scope.enterTenant(tenantId);
    const column = "whatsapp_devices.gateway_token_sealed";
    const [device] = await scope.db.whatsappDevice.updateManyAndReturn({
      where: { tenantId, label, disabledAt: null },
      data: { gatewayTokenSealed: await secrets.seal(tenantId, column, token) },
      select: { id: true },
    });
    if (!device) throw notFound("device");
    await recordOperatorEvent(scope, tenantId, {
      ...{ action: "device.gateway_token_set", subject: "device", id: device.id },
      after: { gatewayToken: token },
    });
    return device;
  });
}
