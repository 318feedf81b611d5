import { answerLength } from "./answer-length.ts";
import { type Behind, openUpstream, type Upstream } from "./upstream.ts";

/** Passes a client's bytes to the server behind and its answers back, as they are. */
export interface Relay {
  /**
   * @param isOneGet whether they are one whole GET without a body, after whose answer the relay is
   * free again, where that has a length; everything else is passed on until the connection ends.
   * @returns false where no more should come until there is room.
   */
  pass(bytes: Uint8Array, isOneGet: boolean): boolean;
  /** Goes on with an answer of which the client took no more. */
  resume(): void;
  /** Nobody is there any more to be answered. What was passed on still arrives. */
  leave(): void;
  /** Whether an answer is awaited, or may come at any time. */
  readonly isBusy: boolean;
}

/** The client's side of it. */
export interface Client {
  address: string;
  /** @returns false where it takes no more for now. */
  take(bytes: Uint8Array): boolean;
  /** More may be passed on. */
  onRoom(): void;
  /** The answer to the one GET is whole. */
  onAnswered(): void;
  /** The server behind ended the connection, or cannot be reached. */
  onLeft(error?: Error): void;
}

/** Milliseconds of rest after which a connection is not used again: fewer than after which the server behind ends it. */
const USABLE_FOR = 5_000;

export function createRelay(behind: Behind, client: Client): Relay {
  let mode: "free" | "one" | "all" = "free";
  /** Bytes of the one answer that are to come; null before it begins. */
  let left: number | null = null;
  let upstream: Upstream | null = null;
  let restsSince = 0;

  function open(): Upstream {
    const opened: Upstream = openUpstream(behind, client.address, {
      onData: (bytes) => opened === upstream && giveBack(opened, bytes),
      onRoom: () => opened === upstream && client.onRoom(),
      onClose: (error) => {
        if (opened !== upstream) return;
        upstream = null;
        if (mode !== "free") client.onLeft(error);
      },
    });
    return opened;
  }

  function giveBack(from: Upstream, bytes: Buffer): void {
    if (mode === "one") {
      left ??= answerLength(bytes);
      if (left === null) mode = "all";
      else left -= bytes.length;
    }
    if (!client.take(bytes)) from.pause();
    if (mode === "one" && left !== null && left <= 0) {
      mode = "free";
      restsSince = performance.now();
      client.onAnswered();
    }
  }

  function leave(): void {
    const left = upstream;
    upstream = null;
    left?.resume();
    left?.end();
  }

  return {
    pass: (bytes, isOneGet) => {
      if (mode === "free" && performance.now() - restsSince > USABLE_FOR) leave();
      mode = mode === "free" && isOneGet ? "one" : "all";
      left = null;
      upstream ??= open();
      return upstream.send(bytes);
    },
    resume: () => upstream?.resume(),
    leave,
    get isBusy() {
      return mode !== "free";
    },
  };
}
