import { Prisma, type TenantDb, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";

/** Has failed events of a tenant read again: all of them, or those of these ids. @returns their ids. */
export async function putBackEvents(
  db: TenantDb,
  tenantId: string,
  ids: string[] | null,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    UPDATE webhook_events SET failed_at = NULL, reason = NULL, attempts = 0, retry_at = NULL
    WHERE tenant_id = ${tenantId}::uuid AND failed_at IS NOT NULL
      AND (${ids}::uuid[] IS NULL OR id = ANY (${ids}::uuid[]))
    RETURNING id`);
  return rows.map(({ id }) => id);
}

/** Has an event that could not be worked in read again. @throws DomainError not found. */
export async function replayEvent(scope: TenantScope, id: string): Promise<void> {
  const [found] = await putBackEvents(scope.db, scope.tenant.id, [id]);
  if (!found) throw notFound("event");
  await recordAuditEvent(scope, {
    ...{ action: "webhook_event.replayed", subject: "webhook_event", id },
  });
}
