import type { Deps } from "../../deps.ts";
import { runUndo } from "../../domain/imports/run-undo.ts";
import type { TaskPayload } from "../contracts.ts";
import { importDoors } from "../import-doors.ts";

export async function undoImportJob(
  deps: Deps,
  { tenantId, importId }: TaskPayload<"undoImport">,
): Promise<void> {
  await runUndo(await importDoors(deps, tenantId), importId);
}
