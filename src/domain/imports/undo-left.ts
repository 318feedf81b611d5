import type { UndoReport } from "./schemas.ts";

export type Left = UndoReport["left"][number];

/** What became of cars when their import was undone. */
export interface Undone {
  /** That are as they were. */
  done: number;
  left: Left[];
}

/** Why a car was left as it is when its import was undone. */
export const leftAs = {
  changed: "was changed since",
  held: "was held since",
  costs: "has costs that were noted since",
  photos: "waits for photos that were uploaded since",
  asked: "was asked about since",
  taken: "had a display code or VIN that another car has by now",
  gone: "was removed since",
} as const;
