/** Server-sent events, as the HTML standard defines them, to readers of any speed. */

export const EVENT_STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-store",
  // nginx would hold events back to fill its buffers.
  "X-Accel-Buffering": "no",
};

interface ServerSentEvent {
  id: string;
  event: string;
  data: unknown;
}

export const writeEvent = ({ id, event, data }: ServerSentEvent): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** A sign of life, which moves the place to resume from and is no event to the page. */
export const writeBeat = (id: string): string => `: beat\nid: ${id}\n\n`;

interface EventStreamParts {
  /** The next text, asked for when the one before was taken; null ends the stream. */
  next(): Promise<string | null>;
  /** Called once, whoever ended it. */
  leave(): void;
  /** Milliseconds after which a reader that takes nothing is given up. */
  stall: number;
}

/** Holds one text at most for its reader; a reader that takes none for `stall` is cut off. */
export function eventStream({ next, leave, stall }: EventStreamParts): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stalled: ReturnType<typeof setTimeout> | undefined;
  let hasLeft = false;
  const finish = () => {
    clearTimeout(stalled);
    if (!hasLeft) leave();
    hasLeft = true;
  };
  return new ReadableStream(
    {
      pull: async (controller) => {
        clearTimeout(stalled);
        const text = await next().catch(() => null);
        if (hasLeft) return;
        if (text === null) {
          finish();
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(text));
        stalled = setTimeout(() => {
          finish();
          controller.close();
        }, stall);
        stalled.unref();
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
}
