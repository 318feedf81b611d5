import { type DestinationStream, type Logger, type LoggerOptions, pino } from "pino";
import { maskedFields } from "./masked-fields.ts";

export type { Logger };

/**
 * JSON lines, on standard output unless told otherwise. What is secret or personal is masked, and
 * of an error only what nobody sent is told.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: (fields) => maskedFields(fields) },
    serializers: { err: (masked) => masked },
    hooks: {
      // Without a text of its own a line would get its error's message.
      logMethod(args, method) {
        const [fields] = args;
        const isBare = args.length === 1 && typeof fields !== "string";
        method.apply(this, isBare ? [fields, "fault"] : args);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
