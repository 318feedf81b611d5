import { symbols } from "pino";
import type { Logger } from "./logger.ts";

/** Milliseconds that a line waits for others at the most. */
const INTERVAL = 50;
/** Characters at which lines are written at once. */
const FULL = 64 * 1024;

/** Of one request. Nothing in it is the client's own words but the id, which is checked. */
export interface AccessLine {
  requestId: string;
  tenant: string | undefined;
  method: string;
  /** As it is documented, without what was asked for. */
  route: string;
  status: number;
  /** Milliseconds. */
  ms: number;
}

export interface AccessLog {
  write(line: AccessLine): void;
  /** Writes what waits. */
  flush(): void;
}

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

  let second = 0;
  let stamp = "";
  /** An ISO time; only its milliseconds are new each time. */
  const timeOf = (now: number) => {
    const whole = Math.floor(now / 1000);
    if (whole !== second) {
      second = whole;
      stamp = new Date(whole * 1000).toISOString().slice(0, -4);
    }
    return `${stamp}${String(now - whole * 1000).padStart(3, "0")}Z`;
  };

  return {
    write: ({ requestId, tenant, method, route, status, ms }) => {
      if (!log.isLevelEnabled("info")) return;
      const whose = tenant ? `,"tenant":"${tenant}"` : "";
      const what = `"method":"${method}","route":"${route}","status":${status}`;
      const rounded = Math.round(ms * 100) / 100;
      waiting += `{"level":30,"time":"${timeOf(Date.now())}","requestId":"${requestId}"${whose},${what},"ms":${rounded},"msg":"request"}\n`;
      if (waiting.length > FULL) flush();
      else timer ??= setTimeout(flush, INTERVAL);
    },
    flush,
  };
}
