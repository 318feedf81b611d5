import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { CANNED_REPLY_COLUMNS } from "./canned-reply-view.ts";

/** @throws DomainError not found. */
export async function getCannedReply({ db, tenant }: TenantScope, id: string) {
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  const row = await db.cannedReply.findUnique({ where, select: CANNED_REPLY_COLUMNS });
  if (!row) throw notFound("canned reply");
  return row;
}
