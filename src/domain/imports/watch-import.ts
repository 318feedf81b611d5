import type { Logger } from "../../infra/logger.ts";
import type { OnProgress } from "../cars/import/stock-file.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { ImportEnded } from "./carry-out-import.ts";
import { noteProgress } from "./note-progress.ts";

/** Milliseconds between two looks. */
const EVERY = 300;

export interface ImportWatch {
  /** @throws ImportEnded as soon as somebody ended the import. */
  onProgress: OnProgress;
  /** Looks no more. */
  stop(): Promise<void>;
}

/**
 * Tells how far an import is while it runs, and learns whether somebody ended it, in transactions
 * of their own.
 */
export function watchImport(enter: EnterTenant, importId: string, log: Logger): ImportWatch {
  let isEnded = false;
  let isOver = false;
  let latest = { state: "reading" as "reading" | "writing", rowsDone: 0, rowsTotal: 0 };
  let told = latest;
  const pause = Promise.withResolvers<void>();

  async function look() {
    const next = latest;
    try {
      isEnded = !(await enter((scope) => noteProgress(scope, importId, next, next !== told)));
      told = next;
    } catch (error) {
      log.debug({ err: error }, "the progress of an import could not be told");
    }
  }
  const looking = (async () => {
    while (!isOver && !isEnded) {
      await look();
      await Promise.race([Bun.sleep(EVERY), pause.promise]);
    }
  })();
  return {
    onProgress: (stage, rowsDone, rowsTotal) => {
      if (isEnded) throw new ImportEnded();
      if (stage === "checking") return;
      latest = { state: stage, rowsDone, rowsTotal };
    },
    stop: async () => {
      isOver = true;
      pause.resolve();
      await looking;
    },
  };
}
