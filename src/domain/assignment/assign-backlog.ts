import { Prisma, type TenantScope } from "../../db/index.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { assignByRule } from "./assign-by-rule.ts";
import { OPEN_LEADS } from "./open-leads.ts";

/** Leads read at once. */
const PAGE = 100;

interface WaitingLead {
  id: string;
  since: Date;
}

/** Open leads of nobody's, who waits longest first. */
function listWaiting({ db, tenant }: TenantScope, after?: WaitingLead): Promise<WaitingLead[]> {
  const rest = after
    ? Prisma.sql`(coalesce(awaiting_since, created_at), id) > (${after.since}::timestamptz, ${after.id}::uuid)`
    : Prisma.sql`TRUE`;
  return db.$queryRaw<WaitingLead[]>(Prisma.sql`
    SELECT id, coalesce(awaiting_since, created_at) AS since FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND assignee_id IS NULL AND ${OPEN_LEADS} AND ${rest}
    ORDER BY coalesce(awaiting_since, created_at), id
    LIMIT ${PAGE}`);
}

/** Gives out the leads that wait, oldest first, each in its transaction, as long as anybody is free. */
export async function assignBacklog(
  enter: EnterTenant,
  secrets: Pick<Secrets, "seal">,
): Promise<void> {
  let last: WaitingLead | undefined;
  do {
    const page = await enter((scope) => listWaiting(scope, last));
    for (const { id } of page) {
      const outcome = await enter((scope) => assignByRule(scope, secrets, id));
      if (outcome === "nobody") return;
    }
    last = page.length < PAGE ? undefined : page.at(-1);
  } while (last);
}
