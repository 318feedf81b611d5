import type { EventBus } from "../../infra/event-bus.ts";

const TOPIC = "live-changed";
/** Milliseconds between two notices of one dealership. */
const NOTICE_EVERY = 20;

/**
 * Tells every process that a dealership has live events: at once, and then once more for all that
 * come within 20 ms.
 */
export function createLiveNotices(bus: EventBus, onNotice: (tenantId: string) => void) {
  /** Dealerships told of just now, and whether there is more to tell. */
  const told = new Map<string, boolean>();
  bus.subscribe(TOPIC, onNotice);

  function tell(tenantId: string): void {
    if (told.has(tenantId)) {
      told.set(tenantId, true);
      return;
    }
    told.set(tenantId, false);
    void bus.publish(TOPIC, tenantId);
    const pause = setTimeout(() => {
      const hasMore = told.get(tenantId);
      told.delete(tenantId);
      if (hasMore) tell(tenantId);
    }, NOTICE_EVERY);
    pause.unref();
  }
  return { tell };
}
