import { type OperatorScope, withOperator } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { recordOperatorEvent } from "../tenants/record-operator-event.ts";
import { requireTenantBySlug } from "../tenants/require-tenant-by-slug.ts";
import type { FailedEvent } from "./failed-event-schemas.ts";
import { listFailedEvents } from "./list-failed-events.ts";
import { putBackEvents } from "./replay-event.ts";

/** Which dealerships, and which of their events; all where it is null. */
export interface Chosen {
  slug: string | null;
  ids: string[] | null;
}

/** Events of one dealership that a list of the operator shows. */
const MOST_SHOWN = 1_000;

/** Enters each of the dealerships as the owner of its tables, all in one transaction. */
function inEach<Result>(
  ownerUrl: string,
  { slug }: Chosen,
  work: (scope: OperatorScope, tenant: { id: string; slug: string }) => Promise<Result[]>,
): Promise<Result[]> {
  return withOperator(ownerUrl, async (scope) => {
    const tenants = slug
      ? [await requireTenantBySlug(scope, slug)]
      : await scope.db.tenant.findMany({ orderBy: { slug: "asc" } });
    await scope.asOwner();
    const results: Result[] = [];
    for (const tenant of tenants) {
      await scope.enterTenant(tenant.id);
      results.push(...(await work(scope, tenant)));
    }
    return results;
  });
}

/** @throws DomainError not found when an event is named that there is not. */
function assertAll(ids: string[] | null, found: string[]): void {
  if (ids?.some((id) => !found.includes(id))) throw notFound("failed event");
}

/** What could not be worked in, newest first within each dealership. */
export const showFailedEvents = (ownerUrl: string, chosen: Chosen) =>
  inEach<FailedEvent & { slug: string }>(ownerUrl, chosen, async ({ db }, tenant) => {
    const { data } = await listFailedEvents({ db, tenant }, { limit: MOST_SHOWN });
    return data
      .filter(({ id }) => chosen.ids?.includes(id) ?? true)
      .map((event) => ({ ...event, slug: tenant.slug }));
  });

/** Has failed events read again. @returns their ids. @throws DomainError not found. */
export async function replayFailedEvents(ownerUrl: string, chosen: Chosen): Promise<string[]> {
  const replayed = await inEach(ownerUrl, chosen, async (scope, tenant) => {
    const ids = await putBackEvents(scope.db, tenant.id, chosen.ids);
    for (const id of ids) {
      const entry = { action: "webhook_event.replayed", subject: "webhook_event", id } as const;
      await recordOperatorEvent(scope, tenant.id, entry);
    }
    return ids;
  });
  assertAll(chosen.ids, replayed);
  return replayed;
}

/** Deletes failed events for good. @returns their ids. @throws DomainError not found. */
export async function dropFailedEvents(ownerUrl: string, chosen: Chosen): Promise<string[]> {
  const dropped = await inEach(ownerUrl, chosen, async (scope, tenant) => {
    const rows = await scope.db.$queryRaw<{ id: string }[]>`
      DELETE FROM webhook_events WHERE tenant_id = ${tenant.id}::uuid AND failed_at IS NOT NULL
        AND (${chosen.ids}::uuid[] IS NULL OR id = ANY (${chosen.ids}::uuid[]))
      RETURNING id`;
    for (const { id } of rows) {
      const entry = { action: "webhook_event.dropped", subject: "webhook_event", id } as const;
      await recordOperatorEvent(scope, tenant.id, entry);
    }
    return rows.map(({ id }) => id);
  });
  assertAll(chosen.ids, dropped);
  return dropped;
}
