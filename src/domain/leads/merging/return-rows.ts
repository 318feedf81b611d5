import type { TenantScope } from "../../../db/index.ts";
import type { MovedRows } from "./moved.ts";

interface Merge {
  keptId: string;
  mergedId: string;
  mergedAt: Date;
}

/** Conversations that moved, and those that the merged lead's numbers began since. */
async function returnConversations(
  { db, tenant }: TenantScope,
  { keptId, mergedId, mergedAt }: Merge,
  { conversations, aliases }: MovedRows,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE conversations SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND (id = ANY (${conversations}::uuid[])
        OR created_at > ${mergedAt}::timestamptz AND person IN (
          SELECT unnest(ARRAY[phone, whatsapp_lid]) FROM leads
          WHERE tenant_id = ${tenant.id}::uuid
            AND id = ANY (${[mergedId, ...aliases]}::uuid[])))
    RETURNING id`;
  return rows.map(({ id }) => id);
}

/** Subscriptions that moved, and those that were made for the merged lead's numbers since. */
const returnSubscriptions = (
  { db, tenant }: TenantScope,
  { keptId, mergedId, mergedAt }: Merge,
  { subscriptions, aliases }: MovedRows,
) => db.$executeRaw`
  UPDATE car_subscriptions SET lead_id = ${mergedId}::uuid
  WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
    AND (id = ANY (${subscriptions}::uuid[])
      OR created_at > ${mergedAt}::timestamptz AND phone IN (
        SELECT phone FROM leads WHERE tenant_id = ${tenant.id}::uuid
          AND id = ANY (${[mergedId, ...aliases]}::uuid[])))`;

/**
 * Gives back what a merge moved, and nothing else but the messages that came into its conversations
 * since. What went elsewhere in the meantime stays there. The caller holds both leads' rows.
 */
export async function returnRows(scope: TenantScope, merge: Merge, moved: MovedRows) {
  const { db, tenant } = scope;
  const { keptId, mergedId } = merge;
  const conversations = await returnConversations(scope, merge, moved);
  await db.$executeRaw`
    UPDATE messages SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND (id = ANY (${moved.messages}::uuid[])
        OR conversation_id = ANY (${conversations}::uuid[])
           AND id <> ALL (${moved.keptMessages}::uuid[]))`;
  await db.$executeRaw`
    UPDATE enquiries SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND id = ANY (${moved.enquiries}::uuid[])`;
  await db.$executeRaw`
    UPDATE lead_notes SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND id = ANY (${moved.notes}::uuid[])`;
  await db.$executeRaw`
    UPDATE lead_tasks SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND id = ANY (${moved.tasks}::uuid[])`;
  await returnSubscriptions(scope, merge, moved);
  await db.$executeRaw`
    UPDATE car_holds SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND id = ANY (${moved.holds}::uuid[])`;
  await db.$executeRaw`
    UPDATE car_sales SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND id = ANY (${moved.purchases}::uuid[])`;
  await db.$executeRaw`
    UPDATE lead_events SET lead_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${keptId}::uuid
      AND id = ANY (${moved.events}::uuid[])`;
  await db.$executeRaw`
    UPDATE leads SET merged_into_id = ${mergedId}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND merged_into_id = ${keptId}::uuid
      AND id = ANY (${moved.aliases}::uuid[])`;
}
