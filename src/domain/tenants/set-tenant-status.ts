import { z } from "zod";
import { withOperator } from "../../db/index.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { requireTenantBySlug } from "./require-tenant-by-slug.ts";

const StatusChange = z
  .strictObject({
    status: z.enum(["trial", "active", "suspended", "expired"]),
    trialEndsAt: z.date().optional(),
  })
  .refine(({ status, trialEndsAt }) => status !== "trial" || trialEndsAt, {
    path: ["trialEndsAt"],
    message: "a trial needs its end",
  });

/**
 * Changes what a dealership may do. A trial needs the instant of its end.
 * @returns the tenant's id.
 * @throws DomainError not found TENANT_NOT_FOUND; ZodError for invalid input.
 */
export async function setTenantStatus(
  ownerUrl: string,
  slug: string,
  status: string,
  trialEndsAt?: Date,
): Promise<string> {
  const change = StatusChange.parse({ status, trialEndsAt });
  return withOperator(ownerUrl, async (scope) => {
    const { id, ...tenant } = await requireTenantBySlug(scope, slug);
    const data = { status: change.status, trialEndsAt: change.trialEndsAt ?? null };
    await scope.db.tenant.update({ where: { id }, data });
    const before = { status: tenant.status, trialEndsAt: tenant.trialEndsAt };
    await recordOperatorEvent(scope, id, {
      ...{ action: "tenant.status_changed", subject: "tenant", id, before, after: data },
    });
    return id;
  });
}
