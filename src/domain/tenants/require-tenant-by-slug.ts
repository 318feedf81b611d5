import type { OperatorScope } from "../../db/index.ts";
import { DomainError } from "../errors.ts";

/** @throws DomainError not found TENANT_NOT_FOUND. */
export async function requireTenantBySlug({ db }: OperatorScope, slug: string) {
  const tenant = await db.tenant.findUnique({ where: { slug } });
  if (tenant) return tenant;
  throw new DomainError("not_found", "TENANT_NOT_FOUND", `There is no dealership called ${slug}.`);
}
