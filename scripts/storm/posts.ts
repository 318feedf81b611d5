import type { StormPlan } from "./plan.ts";
import type { Chance } from "./random.ts";
import type { Post } from "./restless-client.ts";
import type { StormDevice } from "./stage.ts";
import type { StormMessage } from "./write-messages.ts";

/** As often as the gateway ever repeats one: so often come a few. */
const MOST_COPIES = 15;
const ENDLESS = 0.01;
/** Milliseconds between two states of one message. */
const STATE_PAUSE = 300;

/** Messages and their copies in any order over the plan's seconds; half of the copies at one moment. */
export function spreadPosts(written: StormMessage[], plan: StormPlan, chance: Chance): Post[] {
  const length = plan.seconds * 1_000;
  return written.flatMap(({ tag, device, contentType, body }) => {
    const copies = !chance.happens(plan.duplicates) ? 1 : chance.happens(ENDLESS) ? MOST_COPIES : 2;
    const together = chance.happens(0.5) ? chance.next() * length : null;
    return Array.from({ length: copies }, () => ({
      ...{ identity: tag, host: device.tenant.host, contentType, body },
      path: `/webhook/fonnte/${device.token}`,
      at: together ?? chance.next() * length,
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
