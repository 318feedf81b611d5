import { stayQuiet } from "../live/quiet-transactions.ts";
import { actorOf, findImportRow } from "./import-row.ts";
import { publishImport } from "./publish-import.ts";
import type { ImportDoors } from "./run-import.ts";
import { undoImport } from "./undo-import.ts";

/** Takes back what an import changed, on behalf of whoever asked for it; once, however often it runs. */
export async function runUndo(
  { enter, enterForLong }: Pick<ImportDoors, "enter" | "enterForLong">,
  importId: string,
): Promise<void> {
  const row = await enter((scope) => findImportRow(scope, importId));
  if (row?.state === "undoing") {
    const by = actorOf(row.undoReport?.by ?? row.requestedBy);
    await enterForLong(by)(async (scope) => {
      await stayQuiet(scope);
      await undoImport(scope, importId);
    });
  }
  await enter(async (scope) => {
    const now = await findImportRow(scope, importId);
    if (now) await publishImport(scope, now);
  });
}
