import type { Prisma, TenantScope } from "../../db/index.ts";
import type { LeadEventKind } from "./lead-event-kinds.ts";

/**
 * Puts what happened to a lead on its timeline, in the transaction of the deed. `details` holds
 * ids, statuses and short words of the dealership; a person's own words belong to rows that an
 * erasure empties. `at` is when it happened, for what is told afterwards.
 */
export async function recordLeadEvent(
  { db, tenant, actor, now }: TenantScope,
  leadId: string,
  kind: LeadEventKind,
  details: Prisma.InputJsonObject = {},
  at: Date = now,
): Promise<void> {
  await db.leadEvent.createMany({
    data: {
      ...{ tenantId: tenant.id, leadId, at, kind, details, actorKind: actor.kind },
      actorId: "id" in actor ? actor.id : null,
      actorName: "name" in actor ? actor.name : null,
    },
  });
}
