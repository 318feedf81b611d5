/** Milliseconds in which a client must have read all; slower ones are cut off. */
const TIME_LIMIT = 600_000;
/** Milliseconds in which a client must take the next part. */
const IDLE_LIMIT = 30_000;

/** How a stream ended: with its last part, by its reader, by the clock, or by a fault. */
export type FeedEnd = "complete" | "left" | "late" | { fault: unknown };

/**
 * Parts as they are read: the next is made when the one before has gone out. The client of a stream
 * that fails sees its connection break off, never a body that looks complete.
 * @param first what was made already.
 * @param ended called once.
 */
export function feedStream(
  first: IteratorResult<string | Uint8Array, void>,
  parts: AsyncGenerator<string | Uint8Array, void>,
  ended: (how: FeedEnd) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let ahead: IteratorResult<string | Uint8Array, void> | null = first;
  let isOver = false;
  const finish = (how: FeedEnd) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    clearTimeout(idle);
    ended(how);
  };
  let late = () => {};
  let idle: Timer | undefined;
  const timer = setTimeout(() => late(), TIME_LIMIT);
  timer.unref();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        late = () => {
          if (isOver) return;
          finish("late");
          controller.error(new Error("the feed was read too slowly"));
        };
      },
      pull: async (controller) => {
        clearTimeout(idle);
        try {
          for (;;) {
            const { done, value } = ahead ?? (await parts.next());
            ahead = null;
            if (isOver) return;
            if (done) {
              finish("complete");
              return controller.close();
            }
            if (value) {
              idle = setTimeout(() => late(), IDLE_LIMIT);
              idle.unref();
              return controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
            }
          }
        } catch (fault) {
          if (isOver) return;
          finish({ fault });
          controller.error(fault);
        }
      },
      cancel: async () => {
        finish("left");
        await parts.return();
      },
    },
    { highWaterMark: 0 },
  );
}
