import type { TenantScope } from "../../db/index.ts";
import type { LeadExport } from "./export-schemas.ts";

type Event = LeadExport["events"][number];

/**
 * The latest `most` of what was written down of a lead, its tasks and its conversations, oldest first, and
 * how many there are. The caller has made sure that the actor may know of the lead.
 */
export async function listLeadEvents(
  { db, tenant }: TenantScope,
  leadId: string,
  most: number,
): Promise<{ events: Event[]; total: number }> {
  const tenantId = tenant.id;
  const conversations = await db.conversation.findMany({
    where: { tenantId, leadId },
    select: { id: true },
  });
  const tasks = await db.leadTask.findMany({ where: { tenantId, leadId }, select: { id: true } });
  const where = {
    tenantId,
    OR: [
      { subjectType: "task", subjectId: { in: tasks.map(({ id }) => id) } },
      { subjectType: "lead", subjectId: leadId },
      { subjectType: "conversation", subjectId: { in: conversations.map(({ id }) => id) } },
    ],
  };
  const rows = await db.auditEvent.findMany({
    where,
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: most,
    select: { at: true, action: true, actorKind: true, actorName: true, before: true, after: true },
  });
  const events = rows.reverse().map((row) => ({
    at: row.at.toISOString(),
    action: row.action as Event["action"],
    actor: { kind: row.actorKind as Event["actor"]["kind"], name: row.actorName },
    fields: Object.keys(row.after ?? row.before ?? {}),
  }));
  return { events, total: await db.auditEvent.count({ where }) };
}
