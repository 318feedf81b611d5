import type { TenantScope } from "../../db/index.ts";
import { changeLeadStatus } from "../leads/change-lead-status.ts";
import { movesFrom } from "../leads/lead-moves.ts";
import type { LeadStatus } from "../leads/vocabulary.ts";

/**
 * Closes the lead that bought a car, whose row the caller holds, as staff would: one that may not be
 * closed as it is becomes hot first.
 */
export async function closeBuyer(
  scope: TenantScope,
  leadId: string,
  status: LeadStatus,
): Promise<void> {
  if (status === "closed") return;
  if (!movesFrom(status).includes("closed")) {
    await changeLeadStatus(scope, leadId, { status: "hot" });
  }
  await changeLeadStatus(scope, leadId, { status: "closed" });
}
