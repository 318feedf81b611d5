import { Prisma, type TenantScope } from "../../db/index.ts";
import type { Contact } from "../../jobs/contracts.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { assignByRule, looseLeads } from "./assign-by-rule.ts";
import { listSalespeople } from "./list-salespeople.ts";
import { assignBacklogLater } from "./schedule-backlog.ts";

interface Loose {
  id: string;
  isNobodys: boolean;
}

/** The leads to look at one by one: those of nobody wait together where nobody is there. */
async function listAssignable(scope: TenantScope, ids: string[]): Promise<Set<string>> {
  const { db, tenant } = scope;
  const { assignment } = await getInboxSettings(scope);
  if (assignment.mode === "manual") return new Set();
  const loose = await db.$queryRaw<Loose[]>(Prisma.sql`
    SELECT id, assignee_id IS NULL AS "isNobodys" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${ids}::uuid[]) AND ${looseLeads(scope)}`);
  if (loose.length === 0) return new Set();
  const salespeople = await listSalespeople(scope);
  const isSomebodyThere = salespeople.some(({ isOnShift, isBusy }) => isOnShift && !isBusy);
  if (!isSomebodyThere) await assignBacklogLater(scope, salespeople);
  return new Set(
    loose.filter(({ isNobodys }) => isSomebodyThere || !isNobodys).map(({ id }) => id),
  );
}

/** Gives the leads of contacts to somebody by rule, in their order, each in its transaction. */
export async function assignContacts(
  enter: EnterTenant,
  secrets: Pick<Secrets, "seal">,
  contacts: Contact[],
): Promise<void> {
  const ids = [...new Set(contacts.map(({ leadId }) => leadId))];
  const assignable = await enter((scope) => listAssignable(scope, ids));
  for (const id of ids.filter((one) => assignable.has(one))) {
    await enter((scope) => assignByRule(scope, secrets, id));
  }
}
