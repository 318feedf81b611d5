import type { Deps } from "../../deps.ts";
import { runImport } from "../../domain/imports/run-import.ts";
import type { TaskPayload } from "../contracts.ts";
import { importDoors } from "../import-doors.ts";

export async function importStockJob(
  deps: Deps,
  { tenantId, importId }: TaskPayload<"importStock">,
): Promise<void> {
  await runImport(await importDoors(deps, tenantId), importId);
}
