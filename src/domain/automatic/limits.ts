/** Milliseconds between two automatic answers to one person, and after an answer of the staff. */
export const HOURS_BETWEEN = 12 * 3_600_000;

/** Milliseconds; an older message is of a backlog, and an answer would puzzle its writer. */
export const OLDEST_ANSWERED = 3_600_000;
