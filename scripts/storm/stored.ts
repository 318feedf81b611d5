import type pg from "pg";

export interface StoredMessage {
  tenantId: string;
  conversationId: string;
  deviceId: string;
  leadId: string;
  person: string;
  body: string;
  sentAt: Date;
  status: string | null;
  gatewayId: string | null;
  direction: "inbound" | "outbound";
}

/** All messages, each conversation in its order. */
export async function readMessages(owner: pg.ClientBase): Promise<StoredMessage[]> {
  const { rows } = await owner.query<StoredMessage>(`
    SELECT m.tenant_id AS "tenantId", c.id AS "conversationId", c.device_id AS "deviceId",
           m.lead_id AS "leadId", c.person, m.body, m.sent_at AS "sentAt", m.status,
           m.gateway_id AS "gatewayId", m.direction
    FROM messages m JOIN conversations c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
    ORDER BY m.tenant_id, m.conversation_id, m.sent_at, m.id`);
  return rows;
}

export interface Pending {
  events: number;
  messages: number;
  jobs: number;
  /** How many of each task. */
  tasks: string[];
}

/** What is still to be done: events to work in, messages to send, jobs that are due. */
export async function readPending(owner: pg.ClientBase): Promise<Pending> {
  const { rows } = await owner.query<Pending>(`
    SELECT
      (SELECT count(*)::int FROM webhook_events WHERE failed_at IS NULL) AS events,
      (SELECT count(*)::int FROM messages WHERE status IN ('queued', 'sending')) AS messages,
      coalesce(sum(task.count), 0)::int AS jobs,
      coalesce(array_agg(task.count || ' ' || task.identifier), '{}') AS tasks
    FROM (SELECT task.identifier, count(*) FROM graphile_worker._private_jobs job
      JOIN graphile_worker._private_tasks task ON task.id = job.task_id
      WHERE job.attempts < job.max_attempts AND (job.run_at <= now() OR job.last_error IS NOT NULL)
      GROUP BY task.identifier) task`);
  return rows[0] ?? { events: 0, messages: 0, jobs: 0, tasks: [] };
}

/** What is in square brackets. */
export const tagOf = (text: string): string => /\[([\w-]+)\]/.exec(text)?.[1] ?? "";
