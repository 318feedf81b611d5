import type { TenantScope } from "../../../db/index.ts";

export interface MergedLead {
  id: string;
  name: string | null;
  phone: string | null;
  whatsappLid: string | null;
  email: string | null;
  mergeId: string;
  mergedAt: Date;
}

/** The leads that were merged into one that the actor may know of, the latest first. */
export const listMergedLeads = ({ db, tenant }: TenantScope, leadId: string) =>
  db.$queryRaw<MergedLead[]>`
    SELECT leads.id, leads.name, leads.phone, leads.whatsapp_lid AS "whatsappLid", leads.email,
      latest.id AS "mergeId", latest.merged_at AS "mergedAt"
    FROM leads
    CROSS JOIN LATERAL (SELECT id, merged_at FROM lead_merges
      WHERE lead_merges.tenant_id = ${tenant.id}::uuid AND merged_id = leads.id
        AND undone_at IS NULL
      ORDER BY merged_at DESC, id DESC LIMIT 1) latest
    WHERE leads.tenant_id = ${tenant.id}::uuid AND leads.merged_into_id = ${leadId}::uuid
    ORDER BY latest.merged_at DESC, latest.id DESC
    LIMIT 200`;
