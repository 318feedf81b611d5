import type { TenantScope } from "../../db/index.ts";
import { advanceMessages } from "../delivery/advance-messages.ts";
import { lockEarlyStatuses, stateKey, takeEarlyStatus } from "../delivery/early-statuses.ts";

/**
 * Gives a message the states that were reported before the gateway's number of it was known. The
 * number must be on the message's row already, in this transaction.
 */
export async function applyEarlyStatus(
  scope: TenantScope,
  messageId: string,
  deviceId: string,
  gatewayId: string,
): Promise<void> {
  await lockEarlyStatuses(scope, deviceId);
  const first = await takeEarlyStatus(scope, deviceId, gatewayId);
  if (!first) return;
  const second = first.stateId
    ? await takeEarlyStatus(scope, deviceId, stateKey(first.stateId))
    : null;
  const reports = [first, ...(second ? [second] : [])];
  await advanceMessages(
    scope,
    reports.map((report) => ({ ...report, messageId })),
  );
}
