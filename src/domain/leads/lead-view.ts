import { Prisma, type TenantScope } from "../../db/index.ts";
import type { Lead } from "./schemas.ts";
import { visibleLeads } from "./visible-leads.ts";

export interface LeadRow {
  id: string;
  name: string | null;
  phone: string | null;
  whatsappLid: string | null;
  email: string | null;
  source: Lead["source"];
  status: Lead["status"];
  lostReason: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  tags: string[];
  firstInboundAt: Date | null;
  firstReplyAt: Date | null;
  lastActivityAt: Date;
  reopenedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Every lead of the tenant that the actor may know of, ready for further conditions by AND. */
export const selectLeads = (scope: TenantScope): Prisma.Sql => Prisma.sql`
  SELECT leads.id, leads.name, leads.phone, leads.whatsapp_lid AS "whatsappLid", leads.email,
    leads.source, leads.status, leads.lost_reason AS "lostReason",
    leads.assignee_id AS "assigneeId", staff.name AS "assigneeName", leads.tags,
    leads.first_inbound_at AS "firstInboundAt", leads.first_reply_at AS "firstReplyAt",
    leads.last_activity_at AS "lastActivityAt", leads.reopened_at AS "reopenedAt",
    leads.created_at AS "createdAt", leads.updated_at AS "updatedAt"
  FROM leads
  LEFT JOIN staff ON staff.tenant_id = leads.tenant_id AND staff.id = leads.assignee_id
  WHERE leads.tenant_id = ${scope.tenant.id}::uuid AND ${visibleLeads(scope)}`;

export function leadView({ assigneeId, assigneeName, ...row }: LeadRow): Lead {
  return {
    ...row,
    assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? "" },
    firstInboundAt: row.firstInboundAt?.toISOString() ?? null,
    firstReplyAt: row.firstReplyAt?.toISOString() ?? null,
    lastActivityAt: row.lastActivityAt.toISOString(),
    reopenedAt: row.reopenedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
