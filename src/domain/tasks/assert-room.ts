import type { TenantScope } from "../../db/index.ts";
import { conflict } from "../errors.ts";
import { OPEN_TASKS } from "./schemas.ts";

/**
 * The caller holds the lead.
 * @throws DomainError conflict TOO_MANY_TASKS when the lead has as many open tasks as it may.
 */
export async function assertRoom({ db, tenant }: TenantScope, leadId: string): Promise<void> {
  const where = { tenantId: tenant.id, leadId, doneAt: null };
  if ((await db.leadTask.count({ where })) < OPEN_TASKS) return;
  throw conflict("TOO_MANY_TASKS", `A lead has at most ${OPEN_TASKS} open tasks.`);
}
