import { auditedStates } from "./audited-state.ts";
import type { AuditEntry, Audited } from "./record-audit-event.ts";

/** As recordAuditEvent, of many deeds at once: one statement, however many. */
export async function recordAuditEvents(scope: Audited, entries: AuditEntry[]): Promise<void> {
  const { db, tenant, actor, origin, now } = scope;
  const events = entries.map(({ action, subject, id, before, after }) => ({
    ...{ action, subject, id, ...auditedStates(subject, before, after) },
  }));
  await db.$executeRaw`
    INSERT INTO audit_events (tenant_id, at, actor_kind, actor_id, actor_name, action, subject_type,
      subject_id, before, after, ip, device, request_id)
    SELECT ${tenant.id}::uuid, ${now}::timestamptz, ${actor.kind},
      ${"id" in actor ? actor.id : null}::uuid, ${"name" in actor ? actor.name : null},
      event.action, event.subject, event.id, event.before, event.after,
      ${origin.ip}, ${origin.device}, ${origin.requestId}
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      AS event(action text, subject text, id uuid, before jsonb, after jsonb)`;
}
