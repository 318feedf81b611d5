import type { Stage } from "./stage.ts";
import type { Verdict } from "./verdict.ts";

export interface RowResult {
  verdicts: Verdict[];
  /** Markdown to be shown besides. */
  table?: string;
}

/** Measures a row of the benchmark, and tells as each round begins. */
export type RowRun = (stage: Stage, onRound: (round: number) => void) => Promise<RowResult>;
