import { uniqueViolation, withOperator } from "../../db/index.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";
import { conflict } from "../errors.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";

export interface NewDevice {
  slug: string;
  label: string;
  /** The secret that the gateway is told to send in each body, if any. */
  secret?: string;
  /** Chosen by the caller only for a demo; a fresh one otherwise. */
  token?: string;
}

/**
 * Connects a WhatsApp number of the gateway. The token is shown this once and kept as a hash.
 * @throws DomainError not found for the slug, conflict LABEL_TAKEN.
 */
export async function addDevice(
  ownerUrl: string,
  { slug, label, secret, token = newToken() }: NewDevice,
): Promise<{ id: string; token: string }> {
  const id = Bun.randomUUIDv7();
  try {
    return await withOperator(ownerUrl, async (scope) => {
      const tenant = await requireTenantBySlug(scope, slug);
      await scope.enterTenant(tenant.id);
      await scope.db.whatsappDevice.create({
        data: {
          tenantId: tenant.id,
          id,
          label,
          tokenHash: hashToken(token),
          secretHash: secret ? hashToken(secret) : null,
        },
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
