import type { Dealership } from "./attack-dealership.ts";
import type { Refused, Told } from "./audit-cases.ts";

export const UNTOLD_OF_BULK: Record<string, string> = {
  "POST /api/admin/bulk-changes": "It looks at what a change would do.",
};

export const refusalsOfBulk = (a: Dealership): Record<string, Refused[]> => ({
  "POST /api/admin/bulk-changes/{id}/apply": [
    [{ params: { id: a.bulk.made.id }, body: { mode: "leave_changed" } }, 409],
  ],
  "POST /api/admin/bulk-changes/{id}/undo": [[{ params: { id: a.bulk.planned.id } }, 409]],
});

const priced = (carId: string, before: unknown, after: unknown): Told => ({
  ...{ action: "car.updated", subject_type: "car", subject_id: carId },
  ...({ before, after } as Told),
});

export const TOLD_OF_BULK: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/bulk-changes/{id}/apply": ({ bulk: { planned } }) =>
    priced(
      planned.carId,
      { priceIdr: 90_000_000, bulkChangeId: null },
      { priceIdr: 100_000_001, bulkChangeId: planned.id },
    ),
  "POST /api/admin/bulk-changes/{id}/undo": ({ bulk: { made } }) =>
    priced(
      made.carId,
      { priceIdr: 100_000_001, undoneBulkChangeId: null },
      { priceIdr: 90_000_000, undoneBulkChangeId: made.id },
    ),
};
