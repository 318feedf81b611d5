import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import type { CarOfInterest, ConversationView } from "./conversation-schemas.ts";

/** A person has few numbers and a dealership few devices; more are not told. */
const MOST = 50;

/**
 * The conversations of a lead, the latest first, or one of them. The caller has made sure that the
 * actor may know of the lead.
 */
export async function listConversations(
  { db, tenant }: TenantScope,
  leadId: string,
  id?: string,
): Promise<ConversationView[]> {
  const rows = await db.conversation.findMany({
    where: { tenantId: tenant.id, leadId, id },
    orderBy: [{ lastMessageAt: "desc" }, { id: "desc" }],
    take: MOST,
    select: {
      ...{ id: true, person: true, lastMessageAt: true, carConfidence: true, carEvidence: true },
      device: { select: { id: true, label: true } },
      carSetBy: { select: { id: true, name: true } },
      car: {
        select: {
          ...{ id: true, slug: true, brand: true, model: true, variant: true, year: true },
          ...{ priceIdr: true, status: true },
        },
      },
    },
  });
  return rows.map(({ car, carConfidence, carEvidence, carSetBy, ...row }) => ({
    ...row,
    lastMessageAt: row.lastMessageAt.toISOString(),
    car: car && {
      ...{ id: car.id, slug: car.slug, title: carTitle(car) },
      status: car.status as CarOfInterest["status"],
      priceIdr: car.priceIdr === null ? null : Number(car.priceIdr),
      confidence: carConfidence ?? 1,
      evidence: carEvidence as CarOfInterest["evidence"],
      setBy: carSetBy,
    },
  }));
}
