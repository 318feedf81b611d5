import type { Deps } from "../../deps.ts";
import { remindTaxes } from "../../domain/cars/tax-reminders/remind-taxes.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function remindTaxesJob(
  deps: Deps,
  { tenantId, day }: TaskPayload<"remindTaxes">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => remindTaxes(scope, deps.keys.secrets, day));
}
