import type { Prisma } from "../../db/index.ts";
import type { LeadNote } from "./schemas.ts";

export const NOTE_COLUMNS = {
  id: true,
  body: true,
  author: { select: { id: true, name: true } },
  createdAt: true,
} as const satisfies Prisma.LeadNoteSelect;

export const noteView = (
  row: Prisma.LeadNoteGetPayload<{ select: typeof NOTE_COLUMNS }>,
): LeadNote => ({ ...row, createdAt: row.createdAt.toISOString() });
