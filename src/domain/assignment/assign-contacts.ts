import { Prisma } from "../../db/index.ts";
import type { Contact } from "../../jobs/contracts.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { assignByRule, looseLeads } from "./assign-by-rule.ts";

/** Gives the leads of contacts to somebody by rule, in their order, each in its transaction. */
export async function assignContacts(
  enter: EnterTenant,
  secrets: Pick<Secrets, "seal">,
  contacts: Contact[],
): Promise<void> {
  const ids = [...new Set(contacts.map(({ leadId }) => leadId))];
  const loose = await enter((scope) =>
    scope.db.$queryRaw<{ id: string }[]>(Prisma.sql`
      SELECT id FROM leads
      WHERE tenant_id = ${scope.tenant.id}::uuid AND id = ANY (${ids}::uuid[])
        AND ${looseLeads(scope)}`),
  );
  const isLoose = new Set(loose.map(({ id }) => id));
  for (const id of ids.filter((one) => isLoose.has(one))) {
    await enter((scope) => assignByRule(scope, secrets, id));
  }
}
