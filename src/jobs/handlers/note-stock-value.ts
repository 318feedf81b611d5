import type { Deps } from "../../deps.ts";
import { noteStockValue } from "../../domain/cars/value/note-stock-value.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function noteStockValueJob(
  deps: Deps,
  { tenantId, day }: TaskPayload<"noteStockValue">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => noteStockValue(scope, day));
}
