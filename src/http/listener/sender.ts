import type { Socket } from "bun";

export interface Sender {
  /**
   * Writes the first `length` of some bytes, or has them wait for those before them.
   * @param isForGood whether they stay as they are after it returns.
   * @returns whether nothing waits.
   */
  send(bytes: Uint8Array, length: number, isForGood: boolean): boolean;
  /** Goes on writing, once there is room. @returns whether nothing waits. */
  drain(): boolean;
  /** Ends the connection once everything is written. */
  end(): void;
  readonly isWaiting: boolean;
  readonly isEnding: boolean;
}

/**
 * Writes to a connection in order; what it does not take at once waits for its drain.
 * @param close what ends it once everything is written.
 */
export function createSender(
  socket: Socket<unknown>,
  close: () => void = () => socket.end(),
): Sender {
  let waiting: Uint8Array[] = [];
  let isEnding = false;

  const drain = () => {
    while (waiting.length > 0) {
      const [next = new Uint8Array()] = waiting;
      const written = socket.write(next);
      if (written < 0) waiting = [];
      else if (written < next.length) {
        waiting[0] = next.subarray(written);
        return false;
      } else waiting.shift();
    }
    if (isEnding) close();
    return true;
  };

  return {
    send: (bytes, length, isForGood) => {
      const written = waiting.length > 0 ? 0 : socket.write(bytes, 0, length);
      if (written < 0 || written === length) return waiting.length === 0;
      const rest = bytes.subarray(written, length);
      waiting.push(isForGood ? rest : Uint8Array.from(rest));
      return false;
    },
    drain,
    end: () => {
      isEnding = true;
      if (waiting.length === 0) close();
    },
    get isWaiting() {
      return waiting.length > 0;
    },
    get isEnding() {
      return isEnding;
    },
  };
}
