import type { TenantScope } from "../../db/index.ts";
import type { Salesperson } from "./list-salespeople.ts";
import { hasRoom } from "./open-leads.ts";

export interface Choice {
  to: string;
  rule: "known" | "round_robin";
}

/** Who looked after a lead before: in their order, and who gave it back last, if it was given back. */
async function knownTo({ db, tenant }: TenantScope, leadId: string) {
  const where = { tenantId: tenant.id, leadId };
  const [message] = await db.message.findMany({
    where: { ...where, direction: "outbound", authorId: { not: null } },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    ...{ take: 1, select: { authorId: true } },
  });
  const [event] = await db.leadEvent.findMany({
    where: { ...where, kind: "assigned" },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    ...{ take: 1, select: { details: true } },
  });
  const { from, to, rule } = (event?.details ?? {}) as Record<string, string | null>;
  return {
    known: [message?.authorId, to, from].filter((id) => typeof id === "string"),
    gaveItBack: rule === "given_back" ? from : null,
  };
}

/**
 * Whose a lead is to be: who knows the person, or else whose turn it is among those on shift, not
 * busy and with room. Never who gave it back last.
 * @param usualLimit open leads of one person who has no limit of their own.
 * @returns "nobody" when no one is free, "nobody else" when it was given back and no other is.
 */
export async function chooseSalesperson(
  scope: TenantScope,
  leadId: string,
  salespeople: Salesperson[],
  usualLimit: number | null,
): Promise<Choice | "nobody" | "nobody else"> {
  const { known, gaveItBack } = await knownTo(scope, leadId);
  const there = salespeople.filter(
    ({ id, isOnShift, isBusy }) => isOnShift && !isBusy && id !== gaveItBack,
  );
  const knower = known.find((id) => there.some((person) => person.id === id));
  if (knower) return { to: knower, rule: "known" };
  for (const { id, ownLimit } of there) {
    if (await hasRoom(scope, id, ownLimit ?? usualLimit)) return { to: id, rule: "round_robin" };
  }
  return gaveItBack ? "nobody else" : "nobody";
}
