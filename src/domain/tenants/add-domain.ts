import { uniqueViolation, withOperator } from "../../db/index.ts";
import { conflict } from "../errors.ts";
import { hostOutside } from "./host.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";

/**
 * Registers a domain; the first one becomes the primary.
 * @returns the tenant's id and the domain in its registered form.
 * @throws DomainError conflict DOMAIN_TAKEN; ZodError when it is not a domain.
 */
export async function addDomain(
  ownerUrl: string,
  slug: string,
  domain: string,
  baseDomain: string,
): Promise<{ tenantId: string; host: string }> {
  const host = hostOutside(baseDomain).parse(domain);
  try {
    return await withOperator(ownerUrl, async (scope) => {
      const { id: tenantId } = await requireTenantBySlug(scope, slug);
      const isPrimary = (await scope.db.domain.count({ where: { tenantId } })) === 0;
      await scope.db.domain.create({ data: { tenantId, host, isPrimary } });
      const after = { host, isPrimary };
      await recordOperatorEvent(scope, tenantId, {
        ...{ action: "domain.added", subject: "domain", after },
      });
      return { tenantId, host };
    });
  } catch (error) {
    if (!uniqueViolation(error)) throw error;
    throw conflict("DOMAIN_TAKEN", `The domain ${host} already belongs to a dealership.`);
  }
}
