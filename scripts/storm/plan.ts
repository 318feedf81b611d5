/** How large a storm is, and what befalls it. */
export interface StormPlan {
  seed: number;
  tenants: number;
  devices: number;
  messages: number;
  /** Seconds over which the messages come in. */
  seconds: number;
  /** Replies that staff send meanwhile. */
  replies: number;
  /** SIGKILLs of one of the two processes, spread over the seconds. */
  kills: number;
  databaseStops: number;
  /** Whether Redis is killed, frozen and wiped. */
  redisGoesAway: boolean;
  /** Share of the messages that come more than once. */
  duplicates: number;
  /** New people who write 200 messages each, all at one moment. */
  crowds: number;
  /** Bodies that nobody can read. */
  unreadable: number;
  /** Milliseconds between two sends of one device. */
  sendInterval: number;
  /** Seconds after the last message in which everything must have been worked in. */
  settleWithin: number;
}

export const FULL_STORM: StormPlan = {
  ...{ seed: 1, tenants: 40, devices: 200, messages: 20_000, seconds: 120, replies: 400 },
  ...{ kills: 30, databaseStops: 1, redisGoesAway: true, duplicates: 0.3, crowds: 10 },
  ...{ unreadable: 20, sendInterval: 250, settleWithin: 60 },
};
