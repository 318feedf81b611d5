import { isDatabaseUnavailable } from "../../db/index.ts";
import { LeadsChanged } from "../conversations/store-messages.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { type WorkedIn, workInEvents } from "./work-in-events.ts";

/** How often a batch is tried again whose leads others changed meanwhile. */
const CHANGES_BORNE = 5;
/** Milliseconds until an event for which the database had no time is tried again, at first and at most. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [1_000, 10_000];

const REFUSED = "the database refused to store it";

async function attempt(enter: EnterTenant, seen: (ids: string[]) => void, ids: string[] | null) {
  for (let changes = 0; ; changes += 1) {
    try {
      return await enter((scope) => workInEvents(scope, seen, ids));
    } catch (error) {
      if (!(error instanceof LeadsChanged) || changes === CHANGES_BORNE) throw error;
    }
  }
}

/** Leaves events for later; what cannot even be noted is tried again at once. */
async function postpone(enter: EnterTenant, ids: string[]): Promise<void> {
  await enter(
    ({ db, tenant, now }) => db.$executeRaw`
      UPDATE webhook_events SET attempts = attempts + 1,
        retry_at = ${now}::timestamptz + make_interval(secs =>
          least(${FIRST_PAUSE}::float8 * power(2, least(attempts, 10)), ${LONGEST_PAUSE}) / 1000)
      WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${ids}::uuid[])`,
  );
}

async function setAside(enter: EnterTenant, id: string): Promise<void> {
  await enter(({ db, tenant, now }) =>
    db.webhookEvent.updateMany({
      where: { tenantId: tenant.id, id },
      data: { failedAt: now, reason: REFUSED },
    }),
  );
}

/** Tries each half for itself, and their halves, until what the database refuses is alone. */
async function workThroughHalves(enter: EnterTenant, ids: string[]): Promise<void> {
  const middle = Math.ceil(ids.length / 2);
  for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
    if (half.length > 0) await workThrough(enter, half);
  }
}

async function workThrough(enter: EnterTenant, ids: string[]): Promise<void> {
  try {
    await attempt(enter, () => {}, ids);
  } catch (error) {
    if (isDatabaseUnavailable(error) || error instanceof LeadsChanged) throw error;
    if (ids.length > 1) await workThroughHalves(enter, ids);
    else await setAside(enter, ids[0] ?? "");
  }
}

/**
 * Works in one batch of the tenant's events. What the database refuses is found among its
 * neighbours and put aside; when there is no time for it all is left for later.
 * @returns null when somebody else works in the tenant's events.
 * @throws what kept the database from answering.
 */
export async function workThroughBatch(enter: EnterTenant): Promise<WorkedIn | null> {
  let ids: string[] = [];
  const seen = (events: string[]) => {
    ids = events;
  };
  try {
    return await attempt(enter, seen, null);
  } catch (error) {
    if (ids.length === 0) throw error;
    if (isDatabaseUnavailable(error) || error instanceof LeadsChanged) {
      await postpone(enter, ids);
      throw error;
    }
    await workThroughHalves(enter, ids);
    return { count: ids.length, isMore: true };
  }
}
