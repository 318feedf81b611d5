import type { Prisma, TenantScope } from "../../db/index.ts";

/** What the inbox is told at once. */
export const LIVE_KINDS = [
  "message.received",
  "message.status",
  "message.queued",
  "lead.changed",
  "lead.assigned",
  "task.changed",
  "device.changed",
  "photo.changed",
  "preparation.changed",
  "import.changed",
  "stock.changed",
] as const;
export type LiveKind = (typeof LIVE_KINDS)[number];

export interface LiveEvent {
  kind: LiveKind;
  /** Whose lead it is about, and to whom the lead belongs now and did before; none: for everybody. */
  lead?: { id: string; assigneeId: string | null; previousAssigneeId?: string | null };
  /** Ids and states, never a person's words: whoever reads it fetches what they may see. */
  payload: Prisma.InputJsonObject;
}

/** Tells the inboxes of the dealership, when the scope's transaction commits and never otherwise. */
export async function publishLiveEvent(
  { db, tenant, now, announce }: TenantScope,
  { kind, lead, payload }: LiveEvent,
): Promise<void> {
  await db.liveEvent.createMany({
    data: {
      ...{ tenantId: tenant.id, kind, payload, createdAt: now, leadId: lead?.id ?? null },
      assigneeId: lead?.assigneeId ?? null,
      previousAssigneeId: lead?.previousAssigneeId ?? null,
    },
  });
  announce("live");
}
