import { uniqueViolation, withOperator } from "../../db/index.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";
import { conflict } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";

export interface NewDevice {
  slug: string;
  label: string;
  /** The secret that the gateway is told to send in each body, if any. */
  secret?: string;
  /** The token by which the gateway takes messages of this number, and what seals it at rest. */
  gateway?: { token: string; secrets: Pick<Secrets, "seal"> };
  /** Of the webhook; chosen by the caller only for a demo, a fresh one otherwise. */
  token?: string;
}

/**
 * Connects a WhatsApp number of the gateway. The webhook's token is shown this once and kept as a
 * hash; the gateway's own is kept sealed.
 * @throws DomainError not found for the slug, conflict LABEL_TAKEN.
 */
export async function addDevice(
  ownerUrl: string,
  { slug, label, secret, gateway, token = newToken() }: NewDevice,
): Promise<{ id: string; token: string }> {
  const id = Bun.randomUUIDv7();
  try {
    return await withOperator(ownerUrl, async (scope) => {
      const tenant = await requireTenantBySlug(scope, slug);
      await scope.enterTenant(tenant.id);
      const gatewayTokenSealed =
        gateway &&
        (await gateway.secrets.seal(
          tenant.id,
          "whatsapp_devices.gateway_token_sealed",
          gateway.token,
        ));
      await scope.db.whatsappDevice.create({
        data: {
          ...{ tenantId: tenant.id, id, label, gatewayTokenSealed },
          secretHash: secret ? hashToken(secret) : null,
        },
      });
      await scope.db.webhookToken.create({
        data: { tenantId: tenant.id, deviceId: id, tokenHash: hashToken(token) },
      });
      await recordOperatorEvent(scope, tenant.id, {
        ...{ action: "device.added", subject: "device", id },
        after: { label, secret, gatewayToken: gateway?.token },
      });
      return { id, token };
    });
  } catch (error) {
    if (uniqueViolation(error) === "label") {
      throw conflict("LABEL_TAKEN", `${slug} already has a device called ${label}.`);
    }
    throw error;
  }
}
