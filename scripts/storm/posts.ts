import type { StormPlan } from "./plan.ts";
import type { Chance } from "./random.ts";
import type { Post } from "./restless-client.ts";
import type { StormDevice } from "./stage.ts";
import type { StormMessage } from "./write-messages.ts";

/** As often as the gateway ever repeats one: so often come a few. */
const MOST_COPIES = 15;
const ENDLESS = 0.01;
/** How often one comes that comes more than once. */
const COPIES = [2, 2, 2, 3, 4, 5];
/** Milliseconds between two states of one message. */
const STATE_PAUSE = 300;

/**
 * Messages and their copies in any order over the plan's seconds; half of the copies, and what a crowd
 * writes, at one moment.
 */
export function spreadPosts(written: StormMessage[], plan: StormPlan, chance: Chance): Post[] {
  const length = plan.seconds * 1_000;
  const moments = new Map<string, number>();
  const momentOf = (crowd: string) => {
    const moment = moments.get(crowd) ?? chance.next() * length;
    moments.set(crowd, moment);
    return moment;
  };
  return written.flatMap(({ tag, device, contentType, body, crowd }) => {
    const copies = chance.happens(ENDLESS) ? MOST_COPIES : chance.pick(COPIES);
    const isRepeated = chance.happens(plan.duplicates);
    const together = chance.happens(0.5) ? chance.next() * length : null;
    return Array.from({ length: isRepeated ? copies : 1 }, () => ({
      ...{ identity: tag, host: device.tenant.host, contentType, body },
      path: `/webhook/fonnte/${device.token}`,
      at: crowd ? momentOf(crowd) : (together ?? chance.next() * length),
    }));
  });
}

/** How far a message came, told in any order, now and then before the answer to /send. */
export function statePosts(device: StormDevice, id: string, chance: Chance): Post[] {
  return chance.shuffle(["sent", "delivered", "read"]).map((state, n) => ({
    ...{ identity: `${id}:${state}`, host: device.tenant.host, contentType: "application/json" },
    path: `/webhook/fonnte/${device.token}/status`,
    body: JSON.stringify({
      device: device.label,
      id,
      stateid: `state-${id}`,
      status: "sent",
      state,
    }),
    at: n * STATE_PAUSE,
  }));
}
