import type { Socket } from "bun";
import type { Peers } from "./peers.ts";
import { createSender, type Sender } from "./sender.ts";

/** The server behind: where it is, and how it learns whose connections it is given. */
export interface Behind {
  port: number;
  peers: Peers;
}

/** One connection to the server behind. */
export interface Upstream {
  /** @returns false where no more should come until there is room. */
  send(bytes: Uint8Array): boolean;
  pause(): void;
  resume(): void;
  /** Sends no more. What was sent still arrives, as the client's: the server behind closes after it. */
  end(): void;
}

interface Handlers {
  onData(bytes: Buffer): void;
  onRoom(): void;
  /** Once: it ended, or could not be made. */
  onClose(error?: Error): void;
}

/** @param client whose bytes these are. */
export function openUpstream(
  { port, peers }: Behind,
  client: string,
  { onData, onRoom, onClose }: Handlers,
): Upstream {
  let socket: Socket<undefined> | null = null;
  let sender: Sender | null = null;
  let from = 0;
  let isEnding = false;
  let isClosed = false;
  /** Until the connection stands. */
  const early: Uint8Array[] = [];

  function open(opened: Socket<undefined>): void {
    socket = opened;
    sender = createSender(opened, () => opened.shutdown());
    from = opened.localPort;
    peers.set(from, client);
    for (const bytes of early.splice(0)) sender.send(bytes, bytes.length, true);
    if (isEnding) sender.end();
    else if (!sender.isWaiting) onRoom();
  }

  function close(error?: Error): void {
    if (isClosed) return;
    isClosed = true;
    onClose(error);
  }

  Bun.connect<undefined>({
    ...{ hostname: "127.0.0.1", port, allowHalfOpen: true },
    socket: {
      open,
      data: (opened, bytes) => {
        if (!isEnding) onData(bytes);
        // It answers nobody, and so has read what it was sent.
        else if (!sender?.isWaiting) opened.terminate();
      },
      drain: () => {
        if (sender?.drain() && !isEnding) onRoom();
      },
      end: (opened) => void opened.end(),
      close: () => {
        peers.delete(from);
        close();
      },
      error: (broken, error) => {
        close(error);
        broken.terminate();
      },
    },
  }).catch(close);

  return {
    send: (bytes) => {
      if (sender) return sender.send(bytes, bytes.length, true);
      early.push(bytes);
      return false;
    },
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    end: () => {
      isEnding = true;
      sender?.end();
    },
  };
}
