import type { TenantScope } from "../../db/index.ts";
import { NOTE_COLUMNS, noteView } from "./note-view.ts";
import type { LeadNote } from "./schemas.ts";

/** The latest `most` notes on a lead that the actor may know of, oldest first. */
export async function listNotes(
  { db, tenant }: TenantScope,
  leadId: string,
  most: number,
): Promise<LeadNote[]> {
  const rows = await db.leadNote.findMany({
    where: { tenantId: tenant.id, leadId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: most,
    select: NOTE_COLUMNS,
  });
  return rows.reverse().map(noteView);
}
