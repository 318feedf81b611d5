import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { getImportRow } from "./import-row.ts";
import { publishImport } from "./publish-import.ts";

/** Has a job carry an import out that waits, after those that wait already. */
export async function runImportLater(scope: TenantScope, importId: string): Promise<void> {
  await publishImport(scope, await getImportRow(scope, importId));
  const options = { key: `import:${importId}`, queue: "imports" };
  await enqueueJob(scope, "importStock", { importId }, options);
}
