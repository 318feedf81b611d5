import type { TenantScope } from "../../db/index.ts";
import { receiveMessages } from "../conversations/receive-messages.ts";
import { applyStatuses } from "../delivery/apply-statuses.ts";
import { noteConnections } from "../delivery/note-connections.ts";
import type { EventKind } from "./posted-body.ts";
import { readEvent } from "./read-event.ts";
import { EVENTS_AT_ONCE, takeEvents, type WaitingEvent } from "./take-events.ts";

/** Kinds that lock rows of different tables are worked in apart, or two could wait for each other. */
const CLASSES: Record<EventKind, number> = { message: 0, submission: 0, status: 1, device: 2 };

export interface WorkedIn {
  /** How many events there are no more. */
  count: number;
  /** Whether others wait already. */
  isMore: boolean;
}

/** Puts what cannot be read aside, for staff to see: it is never dropped. */
async function setAside(
  { db, tenant, now }: TenantScope,
  events: { id: string; reason: string }[],
): Promise<void> {
  for (const { id, reason } of events) {
    await db.webhookEvent.update({
      where: { tenantId_id: { tenantId: tenant.id, id } },
      data: { failedAt: now, reason },
    });
  }
}

async function workIn(scope: TenantScope, events: WaitingEvent[]): Promise<void> {
  const { db, tenant } = scope;
  const read = events.map((event) => ({ id: event.id, content: readEvent(event) }));
  const contents = read.flatMap(({ content }) => content ?? []);
  const messages = contents.flatMap((one) => ("message" in one ? one.message : []));
  const statuses = contents.flatMap((one) => ("status" in one ? one.status : []));
  const connections = contents.flatMap((one) => ("connection" in one ? one.connection : []));
  if (messages.length > 0) await receiveMessages(scope, messages);
  if (statuses.length > 0) await applyStatuses(scope, statuses);
  if (connections.length > 0) await noteConnections(scope, connections);
  const unreadable = read.flatMap(({ id, content }) =>
    content && "unreadable" in content ? { id, reason: content.unreadable } : [],
  );
  await setAside(scope, unreadable);
  const aside = new Set(unreadable.map(({ id }) => id));
  const done = events.map(({ id }) => id).filter((id) => !aside.has(id));
  await db.$executeRaw`
    DELETE FROM webhook_events WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${done}::uuid[])`;
}

/**
 * Works in the tenant's oldest events of one class, 200 at the most, in the scope's transaction.
 * @param seen is told of the events before anything is done, so that they can be tried one by one.
 * @param ids of the events to choose from; all unless told.
 * @returns null when somebody else works in the tenant's events.
 */
export async function workInEvents(
  scope: TenantScope,
  seen: (ids: string[]) => void,
  ids: string[] | null = null,
): Promise<WorkedIn | null> {
  const taken = await takeEvents(scope, ids);
  if (!taken) return null;
  const [first] = taken;
  if (!first) return { count: 0, isMore: false };
  const batch = taken
    .slice(0, EVENTS_AT_ONCE)
    .filter(({ kind }) => CLASSES[kind] === CLASSES[first.kind]);
  seen(batch.map(({ id }) => id));
  await workIn(scope, batch);
  return { count: batch.length, isMore: batch.length < taken.length };
}
