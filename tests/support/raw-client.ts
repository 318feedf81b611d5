import type { Socket } from "bun";
import { eventually } from "./eventually.ts";
import { parseAnswers, type RawAnswer } from "./raw-answers.ts";

/** A connection whose every byte is the test's own. */
export interface RawClient {
  /** Bytes that the system took to send so far; the others wait for it. */
  readonly taken: number;
  /** Whether the other side ended the connection. */
  readonly isEnded: boolean;
  readonly received: Buffer;
  send(bytes: string | Uint8Array): void;
  /** Waits for so many answers, and gives all that came. */
  answers(count: number): Promise<RawAnswer[]>;
  /** Waits for the connection's end. */
  ended(): Promise<RawAnswer[]>;
  /** Reads nothing until it resumes. */
  pause(): void;
  resume(): void;
  leave(): void;
}

/** @param hears sees what comes instead of having it kept. */
export async function openRawClient(
  port: number,
  { hostname = "127.0.0.1", hears }: { hostname?: string; hears?(bytes: Buffer): void } = {},
): Promise<RawClient> {
  const waiting: Uint8Array[] = [];
  const chunks: Buffer[] = [];
  let taken = 0;
  let isEnded = false;

  function write(to: Socket<undefined>): void {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const written = to.write(next);
      if (written <= 0) return;
      taken += written;
      if (written < next.length) waiting[0] = next.subarray(written);
      else waiting.shift();
    }
  }

  const end = () => {
    isEnded = true;
  };
  const socket = await Bun.connect<undefined>({
    ...{ hostname, port },
    socket: {
      data: (_, bytes) => (hears ? hears(bytes) : void chunks.push(bytes)),
      ...{ drain: write, end, close: end, error: end },
    },
  });
  const received = () => {
    const all = Buffer.concat(chunks);
    chunks.splice(0, chunks.length, all);
    return all;
  };
  return {
    get taken() {
      return taken;
    },
    get isEnded() {
      return isEnded;
    },
    get received() {
      return received();
    },
    send: (bytes) => {
      if (bytes.length === 0) return;
      waiting.push(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
      write(socket);
    },
    answers: (count) =>
      eventually(() => {
        const { answers } = parseAnswers(received(), isEnded);
        return answers.length >= count && answers;
      }),
    ended: async () => {
      await eventually(() => isEnded);
      return parseAnswers(received(), true).answers;
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    leave: () => socket.terminate(),
  };
}

/** A request as it is sent. */
export const rawGet = (host: string, target: string, ...lines: string[]) =>
  `${[`GET ${target} HTTP/1.1`, `Host: ${host}`, ...lines].join("\r\n")}\r\n\r\n`;

export const rawPost = (host: string, target: string, body: string, ...lines: string[]) =>
  `${[
    ...[`POST ${target} HTTP/1.1`, `Host: ${host}`, "Content-Type: application/json", ...lines],
    `Content-Length: ${Buffer.byteLength(body, "latin1")}`,
  ].join("\r\n")}\r\n\r\n${body}`;
