import type pg from "pg";
import type { Ledger } from "../../tests/support/ledger.ts";
import { type Check, check } from "./check-messages.ts";
import type { StaffClient } from "./staff-client.ts";
import type { StormTenant } from "./stage.ts";
import { type StoredMessage, tagOf } from "./stored.ts";
import type { StormMessage } from "./write-messages.ts";

/** Jobs of other tasks also end unsuccessful when a newer one of the same key takes their place. */
const UNREPLACED = ["followUpContacts", "deliverNotification", "deliverEmail"];

/** Of each dealership: the leads whose pages are read. */
const PAGES = 2;

/** That a lead's page shows what the person wrote in the gateway's order. */
export async function checkPages(
  staff: StaffClient,
  tenants: StormTenant[],
  written: StormMessage[],
  stored: StoredMessage[],
): Promise<Check> {
  const sentAt = new Map(written.map((message) => [message.tag, message.sentAt]));
  const violations: string[] = [];
  let pages = 0;
  for (const tenant of tenants) {
    const own = stored.filter(({ tenantId }) => tenantId === tenant.id);
    const leads = [...Map.groupBy(own, ({ leadId }) => leadId)]
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, PAGES);
    for (const [leadId] of leads) {
      const times = (await staff.history(tenant, leadId)).map((body) => sentAt.get(tagOf(body)));
      const inOrder = times.toSorted((a = 0, b = 0) => a - b);
      if (times.length === 0 || !Bun.deepEquals(times, inOrder)) violations.push(leadId);
      pages += 1;
    }
  }
  return check("a lead's page is in the gateway's order", pages, violations);
}

/** That there is no lead whom nobody wrote as, and what could not be read is kept as failed. */
export async function checkRest(
  owner: pg.ClientBase,
  written: StormMessage[],
  ledger: Ledger,
  stored: StoredMessage[],
): Promise<Check[]> {
  const leads = await owner.query<{ id: string }>("SELECT id FROM leads");
  const begun = await owner.query<{ id: string }>(
    "SELECT lead_id AS id FROM lead_events WHERE kind = 'created' GROUP BY lead_id HAVING count(*) > 1",
  );
  const givenUp = await owner.query<{ identifier: string }>(
    `SELECT task.identifier FROM graphile_worker._private_jobs job
     JOIN graphile_worker._private_tasks task ON task.id = job.task_id
     WHERE job.attempts >= job.max_attempts AND task.identifier = ANY ($1)`,
    [UNREPLACED],
  );
  const known = new Set(stored.map(({ leadId }) => leadId));
  const failed = await owner.query<{ body: string; reason: string }>(
    "SELECT body, reason FROM webhook_events WHERE failed_at IS NOT NULL",
  );
  const kept = new Set(failed.rows.map(({ body }) => tagOf(body)));
  const unreadable = new Set(written.filter(({ readable }) => !readable).map(({ tag }) => tag));
  return [
    check(
      "a lead has messages",
      leads.rows.length,
      leads.rows.map(({ id }) => id).filter((id) => !known.has(id)),
    ),
    check(
      "no job is given up",
      1,
      givenUp.rows.map(({ identifier }) => identifier),
    ),
    check(
      "a lead begins once",
      leads.rows.length,
      begun.rows.map(({ id }) => id),
    ),
    check(
      "a body that cannot be read is kept, as failed",
      unreadable.size,
      [...unreadable].filter((tag) => ledger.has(tag) && !kept.has(tag)),
    ),
    check(
      "nothing else has failed",
      failed.rows.length,
      failed.rows
        .filter(({ body }) => !unreadable.has(tagOf(body)))
        .map(({ body, reason }) => `${reason}: ${body.slice(0, 200)}`),
    ),
  ];
}
