import { withOperator } from "../../db/index.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";
import { notFound } from "../errors.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";

interface Rotation {
  slug: string;
  label: string;
  /** Hours for which the tokens before it stay good. */
  overlap: number;
}

/**
 * Gives a device a new webhook token, shown this once. Those before it are good until the overlap
 * ends, so that nothing is refused while the gateway is told.
 * @throws DomainError not found for the slug or the label.
 */
export function rotateDeviceToken(
  ownerUrl: string,
  { slug, label, overlap }: Rotation,
): Promise<{ id: string; token: string; othersExpireAt: Date }> {
  const token = newToken();
  return withOperator(ownerUrl, async (scope) => {
    const { id: tenantId } = await requireTenantBySlug(scope, slug);
    await scope.enterTenant(tenantId);
    const device = await scope.db.whatsappDevice.findUnique({
      where: { tenantId_label: { tenantId, label } },
      select: { id: true },
    });
    if (!device) throw notFound("device");
    const othersExpireAt = new Date(Date.now() + overlap * 3_600_000);
    await scope.db.webhookToken.updateMany({
      where: {
        ...{ tenantId, deviceId: device.id },
        OR: [{ expiresAt: null }, { expiresAt: { gt: othersExpireAt } }],
      },
      data: { expiresAt: othersExpireAt },
    });
    await scope.db.webhookToken.create({
      data: { tenantId, deviceId: device.id, tokenHash: hashToken(token) },
    });
    await recordOperatorEvent(scope, tenantId, {
      ...{ action: "device.token_rotated", subject: "device", id: device.id },
      after: { token, othersExpireAt },
    });
    return { id: device.id, token, othersExpireAt };
  });
}
