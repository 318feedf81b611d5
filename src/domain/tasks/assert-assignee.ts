import type { TenantScope } from "../../db/index.ts";
import { forbidden, invalid } from "../errors.ts";
import { allows } from "../staff/permissions.ts";
import { staffIdOf } from "./task-view.ts";

/**
 * @throws DomainError forbidden where the actor may not give tasks to others, invalid unless
 * somebody active works here under this id.
 */
export async function assertAssignee(scope: TenantScope, staffId: string | null): Promise<void> {
  const { db, tenant, actor } = scope;
  if (staffId === null) return;
  if (staffId !== staffIdOf(scope) && !allows(actor, "leads:all")) {
    throw forbidden("Your role may give tasks to yourself, and to nobody else.");
  }
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM staff
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${staffId}::uuid AND status = 'active'
    FOR SHARE`;
  if (rows.length === 0) throw invalid("assigneeId", "is not an active member of staff");
}
