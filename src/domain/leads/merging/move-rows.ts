import type { TenantScope } from "../../../db/index.ts";
import type { MovedRows } from "./moved.ts";

type Ids = { id: string }[];
const idsOf = (rows: Ids) => rows.map(({ id }) => id);

/**
 * Gives everything of one lead to another: each table in one statement. The caller holds both rows.
 * @returns the ids of what moved, of messages those alone that their conversation does not tell.
 */
export async function moveRows(
  { db, tenant }: TenantScope,
  from: string,
  to: string,
): Promise<MovedRows> {
  const conversations = idsOf(
    await db.$queryRaw<Ids>`
      UPDATE conversations SET lead_id = ${to}::uuid
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`,
  );
  const keptMessages = await db.$queryRaw<Ids>`
    SELECT id FROM messages
    WHERE tenant_id = ${tenant.id}::uuid AND conversation_id = ANY (${conversations}::uuid[])
      AND lead_id <> ${from}::uuid`;
  const messages = await db.$queryRaw<Ids>`
    SELECT id FROM messages
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid
      AND conversation_id <> ALL (${conversations}::uuid[])`;
  await db.$executeRaw`
    UPDATE messages SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid`;
  const enquiries = await db.$queryRaw<Ids>`
    UPDATE enquiries SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`;
  const notes = await db.$queryRaw<Ids>`
    UPDATE lead_notes SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`;
  const tasks = await db.$queryRaw<Ids>`
    UPDATE lead_tasks SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`;
  const subscriptions = await db.$queryRaw<Ids>`
    UPDATE car_subscriptions SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`;
  const holds = await db.$queryRaw<Ids>`
    UPDATE car_holds SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`;
  const purchases = await db.$queryRaw<Ids>`
    UPDATE car_sales SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`;
  const events = await db.$queryRaw<Ids>`
    UPDATE lead_events SET lead_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${from}::uuid RETURNING id`;
  const aliases = await db.$queryRaw<Ids>`
    UPDATE leads SET merged_into_id = ${to}::uuid
    WHERE tenant_id = ${tenant.id}::uuid AND merged_into_id = ${from}::uuid RETURNING id`;
  return {
    ...{ conversations, messages: idsOf(messages), keptMessages: idsOf(keptMessages) },
    ...{ enquiries: idsOf(enquiries), notes: idsOf(notes), tasks: idsOf(tasks) },
    ...{
      subscriptions: idsOf(subscriptions),
      holds: idsOf(holds),
      purchases: idsOf(purchases),
      events: idsOf(events),
    },
    ...{ aliases: idsOf(aliases) },
  };
}
