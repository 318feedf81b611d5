import { symbols } from "pino";
import type { Logger } from "./logger.ts";

/** Milliseconds that a line waits for others at the most. */
const INTERVAL = 50;
/** Characters at which lines are written at once. */
const FULL = 64 * 1024;

/** What was asked for, and what came of it. Nothing in it is the client's own words. */
export interface Outcome {
  tenant: string | undefined;
  method: string;
  /** As it is documented, without what was asked for. */
  route: string;
  status: number;
}

/** An outcome as a part of a line: the same for all requests with it. */
export type LoggedOutcome = string & { readonly "": unique symbol };

function loggedOutcome({ tenant, method, route, status }: Outcome): LoggedOutcome {
  const whose = tenant ? `,"tenant":"${tenant}"` : "";
  return `"${whose},"method":"${method}","route":"${route}","status":${status},"ms":` as LoggedOutcome;
}

export interface AccessLog {
  outcome(outcome: Outcome): LoggedOutcome;
  /**
   * @param requestId checked, where it is the client's own.
   * @param ms milliseconds that it took.
   */
  write(requestId: string, outcome: LoggedOutcome, ms: number): void;
  /** Writes what waits. */
  flush(): void;
}

/** Numbers of two digits behind the point as they are written, below ten. */
const WRITTEN = Array.from({ length: 1_000 }, (_, hundredths) => String(hundredths / 100));
const written = (ms: number) => {
  const hundredths = Math.round(ms * 100);
  return WRITTEN[hundredths] ?? String(hundredths / 100);
};

/**
 * Lines as the log writes them, put together by hand and written many at a time: at tens of
 * thousands of requests a second the log itself would cost more than the answers.
 */
export function createAccessLog(log: Logger): AccessLog {
  const stream = (log as unknown as Record<symbol, { write(text: string): void }>)[
    symbols.streamSym
  ];
  let waiting = "";
  let timer: Timer | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting;
    waiting = "";
    if (text) stream?.write(text);
  };

  let stampedAt = 0;
  let beginning = "";
  /** Of a line, until its request id; another one each millisecond. */
  const beginningOf = (now: number) => {
    if (now !== stampedAt) {
      stampedAt = now;
      beginning = `{"level":30,"time":"${new Date(now).toISOString()}","requestId":"`;
    }
    return beginning;
  };

  return {
    outcome: loggedOutcome,
    write: (requestId, outcome, ms) => {
      if (!log.isLevelEnabled("info")) return;
      waiting += `${beginningOf(Date.now())}${requestId}${outcome}${written(ms)},"msg":"request"}\n`;
      if (waiting.length > FULL) flush();
      else timer ??= setTimeout(flush, INTERVAL);
    },
    flush,
  };
}
