import { EventEmitter } from "node:events";
import type { Redis } from "ioredis";
import type { Logger } from "./logger.ts";

/**
 * Short notices between the processes of one installation. Delivery is not promised: whoever
 * listens must also come right without them, and drop what it remembers when a gap is reported.
 */
export interface EventBus {
  publish(topic: string, message: string): Promise<void>;
  subscribe(topic: string, listener: (message: string) => void): void;
  /** Called when notices may have been missed. */
  onGap(listener: () => void): void;
}

/** Within this process: nothing is ever missed. */
export function createProcessEventBus(): EventBus {
  const emitter = new EventEmitter();
  return {
    publish: async (topic, message) => void emitter.emit(topic, message),
    subscribe: (topic, listener) => void emitter.on(topic, listener),
    onGap: () => {},
  };
}

/** Over Redis: `publisher` sends and `subscriber`, a connection of its own, receives. */
export function createRedisEventBus(publisher: Redis, subscriber: Redis, log: Logger): EventBus {
  const channel = (topic: string) => `events:${topic}`;
  const listeners = new EventEmitter();
  const gaps = new EventEmitter();
  const topics = new Set<string>();
  const resubscribe = () =>
    subscriber.subscribe(...[...topics].map(channel)).then(
      () => void gaps.emit("gap"),
      (error: Error) => log.debug({ reason: error.message }, "subscription waits for Redis"),
    );
  subscriber.on("ready", () => topics.size > 0 && resubscribe());
  subscriber.on("message", (name: string, message: string) => {
    listeners.emit(name, message);
  });
  return {
    publish: async (topic, message) => {
      listeners.emit(channel(topic), message);
      await publisher.publish(channel(topic), message).catch(() => {});
    },
    subscribe: (topic, listener) => {
      topics.add(topic);
      listeners.on(channel(topic), listener);
      if (subscriber.status === "ready") void resubscribe();
    },
    onGap: (listener) => void gaps.on("gap", listener),
  };
}
