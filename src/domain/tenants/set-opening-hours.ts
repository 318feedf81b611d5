import { Prisma, withOperator } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";
import { OpeningHours } from "./schemas.ts";

/**
 * Sets when a dealership is open in an ordinary week; null for always. Servers know within a second.
 * @returns the tenant's id.
 * @throws DomainError not found TENANT_NOT_FOUND; ZodError for invalid input.
 */
export function setOpeningHours(
  ownerUrl: string,
  slug: string,
  hours: OpeningHours | null,
): Promise<string> {
  const openingHours = OpeningHours.nullable().parse(hours);
  return withOperator(ownerUrl, async (scope) => {
    const tenant = await requireTenantBySlug(scope, slug);
    const { id } = tenant;
    await scope.db.tenant.update({
      where: { id },
      data: { openingHours: openingHours ?? Prisma.DbNull },
    });
    await recordOperatorEvent(scope, id, {
      ...{ action: "tenant.hours_changed", subject: "tenant", id },
      ...{ before: { openingHours: tenant.openingHours }, after: { openingHours } },
    });
    await scope.asOwner();
    await assignBacklogSoon({ db: scope.db, tenant, now: new Date() });
    return id;
  });
}
