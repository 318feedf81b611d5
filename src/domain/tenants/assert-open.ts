import type { TenantRecord } from "../../db/index.ts";
import { DomainError } from "../errors.ts";

/** Whether a dealership is served; a trial past its end counts as expired. */
export const isOpen = ({ status, trialEndsAt }: TenantRecord, clock: () => Date): boolean =>
  status === "active" || (status === "trial" && (!trialEndsAt || trialEndsAt > clock()));

/** @throws forbidden TENANT_SUSPENDED or TENANT_EXPIRED; a trial past its end counts as expired. */
export function assertOpen(tenant: TenantRecord, now: Date): void {
  if (tenant.status === "suspended") {
    throw new DomainError("forbidden", "TENANT_SUSPENDED", "This dealership is suspended.");
  }
  const trialOver = tenant.status === "trial" && tenant.trialEndsAt && tenant.trialEndsAt <= now;
  if (tenant.status === "expired" || trialOver) {
    throw new DomainError(
      "forbidden",
      "TENANT_EXPIRED",
      "This dealership's subscription has ended.",
    );
  }
}
