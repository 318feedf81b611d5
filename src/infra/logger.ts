import { type Logger, pino } from "pino";

export type { Logger };

const SECRET_PATHS = [
  "password",
  "token",
  "refreshToken",
  "accessToken",
  "authorization",
  "secret",
];

/** JSON lines on standard output; fields that carry secrets are masked, at the top and one level below. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_PATHS.flatMap((path) => [path, `*.${path}`]), censor: "[masked]" },
  });
}
