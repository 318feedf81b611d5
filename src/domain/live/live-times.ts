/** Milliseconds. */
export interface LiveTimes {
  /** Between two signs of life where nothing happens. */
  beat: number;
  /** Between two looks whether the login still holds. */
  recheck: number;
  /** After which a reader that takes nothing is given up. */
  stall: number;
}

export const LIVE_TIMES: LiveTimes = { beat: 15_000, recheck: 20_000, stall: 60_000 };
