import type { TenantScope } from "../../db/index.ts";
import { NOTE_COLUMNS, noteView } from "./note-view.ts";
import type { LeadNote } from "./schemas.ts";

/** Keeps a note in the actor's name; the caller holds the lead's row. */
export async function insertNote(
  { db, tenant, actor, now }: TenantScope,
  leadId: string,
  body: string,
): Promise<LeadNote> {
  const authorId = actor.kind === "staff" ? actor.id : null;
  const row = await db.leadNote.create({
    data: { tenantId: tenant.id, leadId, authorId, body, createdAt: now },
    select: NOTE_COLUMNS,
  });
  return noteView(row);
}
