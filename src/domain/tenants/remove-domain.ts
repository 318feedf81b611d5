import { withOperator } from "../../db/index.ts";
import { DomainError } from "../errors.ts";
import { normaliseHost } from "./normalise-host.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";

/**
 * Takes a domain from a dealership; the oldest that is left becomes the primary.
 * @returns the domain in its registered form.
 * @throws DomainError not found DOMAIN_NOT_FOUND or TENANT_NOT_FOUND.
 */
export function removeDomain(ownerUrl: string, slug: string, domain: string): Promise<string> {
  return withOperator(ownerUrl, async (scope) => {
    const { id: tenantId } = await requireTenantBySlug(scope, slug);
    const host = normaliseHost(domain.trim()) ?? domain;
    const { count } = await scope.db.domain.deleteMany({ where: { tenantId, host } });
    if (count === 0) {
      throw new DomainError("not_found", "DOMAIN_NOT_FOUND", `${slug} has no domain ${host}.`);
    }
    const remaining = await scope.db.domain.findMany({
      where: { tenantId },
      orderBy: [{ isPrimary: "desc" }, { createdAt: "asc" }, { host: "asc" }],
      take: 1,
    });
    const next = remaining[0];
    if (next && !next.isPrimary) {
      const where = { tenantId_host: { tenantId, host: next.host } };
      await scope.db.domain.update({ where, data: { isPrimary: true } });
    }
    const entry = { action: "domain.removed", subject: "domain", before: { host } } as const;
    await recordOperatorEvent(scope, tenantId, entry);
    return host;
  });
}
