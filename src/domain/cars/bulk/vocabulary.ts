/** What becomes of a car: before the change is made, by it, and by its undoing. */
export const BULK_OUTCOMES = [
  "planned",
  "unchanged",
  "refused",
  "changed",
  "left",
  "undone",
  "kept",
] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];

/** Why a car is refused, left, or kept as it is now. */
export const BULK_REASONS = [
  "held",
  "sold",
  "illegal_move",
  "no_price",
  "price_out_of_range",
  "changed_since",
  "removed",
] as const;

export const BULK_STATUSES = ["previewed", "applied", "undone"] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];

/** Cars of one change, named one by one or found by a filter. */
export const MOST_NAMED = 1_000;
export const MOST_FILTERED = 10_000;

const HOUR = 3_600_000;
/** Milliseconds for which a preview may be applied. */
export const PREVIEW_KEPT = HOUR;
/** Milliseconds within which a change may be undone. */
export const UNDO_WITHIN = 24 * HOUR;
/** Milliseconds after which a change is forgotten; the audit log keeps what it did. */
export const BULK_KEPT = 30 * 24 * HOUR;
/** Of a dealership at once; a further one takes the place of the oldest. */
export const MOST_PREVIEWS = 10;
