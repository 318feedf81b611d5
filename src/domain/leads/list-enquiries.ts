import type { TenantScope } from "../../db/index.ts";
import type { Enquiry } from "./enquiry-schemas.ts";

/** The latest `most` enquiries of a lead that the actor may know of, oldest first. */
export async function listEnquiries(
  { db, tenant }: TenantScope,
  leadId: string,
  most: number,
): Promise<Enquiry[]> {
  const rows = await db.enquiry.findMany({
    where: { tenantId: tenant.id, leadId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: most,
    omit: { tenantId: true, leadId: true },
  });
  return rows.reverse().map((row) => ({
    ...row,
    kind: row.kind as Enquiry["kind"],
    downPaymentIdr: row.downPaymentIdr === null ? null : Number(row.downPaymentIdr),
    offerIdr: row.offerIdr === null ? null : Number(row.offerIdr),
    preferredAt: row.preferredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}
