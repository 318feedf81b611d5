import { Prisma, type TenantScope } from "../../../db/index.ts";
import type { BulkCarChange, BulkChange } from "./schemas.ts";
import {
  BULK_OUTCOMES,
  type BulkOutcome,
  type BulkStatus,
  PREVIEW_KEPT,
  UNDO_WITHIN,
} from "./vocabulary.ts";

export interface BulkChangeRow {
  id: string;
  change: BulkCarChange;
  status: BulkStatus;
  counts: Partial<Record<BulkOutcome, number>>;
  createdAt: Date;
  createdById: string | null;
  createdByName: string | null;
  appliedAt: Date | null;
  undoneAt: Date | null;
}

/** A dealership's bulk changes, ready for further conditions by AND. */
export const selectBulkChanges = ({ tenant }: TenantScope): Prisma.Sql => Prisma.sql`
  SELECT bulk.id, bulk.change, bulk.status, bulk.counts, bulk.created_at AS "createdAt",
    staff.id AS "createdById", staff.name AS "createdByName", bulk.applied_at AS "appliedAt",
    bulk.undone_at AS "undoneAt"
  FROM bulk_changes bulk
  LEFT JOIN staff ON staff.tenant_id = ${tenant.id}::uuid AND staff.id = bulk.created_by_id
  WHERE bulk.tenant_id = ${tenant.id}::uuid`;

const after = (moment: Date, ms: number) => new Date(moment.getTime() + ms);

/** Until when a preview may be applied. */
export const expiryOf = ({ createdAt }: Pick<BulkChangeRow, "createdAt">): Date =>
  after(createdAt, PREVIEW_KEPT);

/** Until when a change that was applied may be undone. */
export const undoEnd = (appliedAt: Date): Date => after(appliedAt, UNDO_WITHIN);

export function bulkChangeView(row: BulkChangeRow, now: Date): BulkChange {
  const { id, change, status, appliedAt, undoneAt, createdById, createdByName } = row;
  const end = status === "applied" && appliedAt ? undoEnd(appliedAt) : null;
  const counts = Object.fromEntries(BULK_OUTCOMES.map((name) => [name, row.counts[name] ?? 0]));
  return {
    ...{ id, change, status, counts: counts as BulkChange["counts"] },
    createdAt: row.createdAt.toISOString(),
    createdBy: createdById === null ? null : { id: createdById, name: createdByName ?? "" },
    expiresAt: status === "previewed" ? expiryOf(row).toISOString() : null,
    appliedAt: appliedAt?.toISOString() ?? null,
    undoUntil: end && end > now ? end.toISOString() : null,
    undoneAt: undoneAt?.toISOString() ?? null,
  };
}
