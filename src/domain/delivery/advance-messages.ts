import type { TenantScope } from "../../db/index.ts";
import { DELIVERY_ORDER, type DeliveryReport, rankOf } from "./read-status.ts";

/** A report with the message that it is about. */
export type MessageReport = Omit<DeliveryReport, "deviceId" | "gatewayId"> & { messageId: string };

/** Of the reports of one message: the furthest state, and the number that any of them tells. */
function furthest(reports: MessageReport[]): MessageReport[] {
  const byMessage = new Map<string, MessageReport>();
  for (const report of reports) {
    const known = byMessage.get(report.messageId);
    const stateId = known?.stateId ?? report.stateId;
    const isFurther = !known || rankOf(known.status) < rankOf(report.status);
    byMessage.set(report.messageId, { ...(isFurther ? report : known), stateId });
  }
  return [...byMessage.values()];
}

/**
 * Moves messages on to the states that are reported of them, never back, and tells the inbox of
 * each that moved.
 */
export async function advanceMessages(
  { db, tenant, now, announce }: TenantScope,
  reports: MessageReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const order = [...DELIVERY_ORDER];
  await db.$executeRaw`
    WITH given AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(furthest(reports))}::json) AS g(
        "messageId" uuid, "stateId" text, status text, reason text, at timestamptz)
    ),
    compared AS (
      SELECT g.*, coalesce(array_position(${order}::text[], messages.status), 0)
        < array_position(${order}::text[], g.status) AS is_further
      FROM given g JOIN messages
        ON messages.tenant_id = ${tenant.id}::uuid AND messages.id = g."messageId"
      WHERE messages.status NOT IN ('recorded', 'cancelled')
      FOR UPDATE OF messages
    ),
    moved AS (
      UPDATE messages SET
        state_id = coalesce(messages.state_id, c."stateId"),
        status = CASE WHEN c.is_further THEN c.status ELSE messages.status END,
        status_at = CASE WHEN c.is_further THEN c.at ELSE messages.status_at END,
        failure_reason = CASE WHEN c.is_further THEN c.reason ELSE messages.failure_reason END
      FROM compared c
      WHERE messages.tenant_id = ${tenant.id}::uuid AND messages.id = c."messageId"
      RETURNING messages.id, messages.lead_id, messages.conversation_id, messages.status, c.is_further
    )
    INSERT INTO live_events (tenant_id, kind, lead_id, assignee_id, payload, created_at)
    SELECT ${tenant.id}::uuid, 'message.status', moved.lead_id, leads.assignee_id,
      jsonb_build_object('leadId', moved.lead_id, 'conversationId', moved.conversation_id,
        'messageId', moved.id, 'status', moved.status), ${now}::timestamptz
    FROM moved JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = moved.lead_id
    WHERE moved.is_further`;
  announce("live");
}
