import type { TenantScope } from "../../db/index.ts";
import { advanceMessages, type MessageReport } from "./advance-messages.ts";
import {
  keepEarlyStatuses,
  lockEarlyStatuses,
  stateKey,
  takeEarlyStatus,
} from "./early-statuses.ts";
import type { DeliveryReport } from "./read-status.ts";

/** The messages that reports are about, each with the report's place in the list. */
async function findMessages({ db, tenant }: TenantScope, reports: DeliveryReport[]) {
  const given = reports.map(({ deviceId, gatewayId, stateId }, at) => ({
    ...{ at, deviceId, gatewayId, stateId },
  }));
  return db.$queryRaw<{ at: number; messageId: string; stateId: string | null }[]>`
    SELECT DISTINCT ON (g.at) g.at, message.id AS "messageId", message.state_id AS "stateId"
    FROM json_to_recordset(${JSON.stringify(given)}::json)
      AS g(at integer, "deviceId" uuid, "gatewayId" text, "stateId" text)
    CROSS JOIN LATERAL (
      SELECT id, conversation_id, state_id FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND gateway_id = g."gatewayId"
      UNION SELECT id, conversation_id, state_id FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND state_id = g."stateId"
    ) AS message
    JOIN conversations ON conversations.tenant_id = ${tenant.id}::uuid
      AND conversations.id = message.conversation_id AND conversations.device_id = g."deviceId"
    ORDER BY g.at`;
}

/** Splits reports into those of messages that are known and the others. */
async function matched(scope: TenantScope, reports: DeliveryReport[]) {
  const found = new Map((await findMessages(scope, reports)).map((row) => [row.at, row]));
  const known: { report: DeliveryReport; messageId: string; isNewState: boolean }[] = [];
  const unknown: DeliveryReport[] = [];
  for (const [at, report] of reports.entries()) {
    const row = found.get(at);
    if (!row) unknown.push(report);
    else {
      const isNewState = report.stateId !== null && row.stateId === null;
      known.push({ report, messageId: row.messageId, isNewState });
    }
  }
  return { known, unknown };
}

async function apply(scope: TenantScope, reports: DeliveryReport[]): Promise<void> {
  if (reports.length === 0) return;
  const first = await matched(scope, reports);
  let { known } = first;
  if (first.unknown.length > 0) {
    const devices = new Set(first.unknown.map(({ deviceId }) => deviceId));
    for (const deviceId of [...devices].toSorted()) await lockEarlyStatuses(scope, deviceId);
    const second = await matched(scope, first.unknown);
    known = [...known, ...second.known];
    await keepEarlyStatuses(scope, second.unknown);
  }
  const moves: MessageReport[] = known.map(({ report, messageId }) => ({ ...report, messageId }));
  for (const { report, messageId, isNewState } of known) {
    if (!isNewState) continue;
    const key = stateKey(report.stateId ?? "");
    const early = await takeEarlyStatus(scope, report.deviceId, key);
    if (early) moves.push({ ...early, messageId });
  }
  await advanceMessages(scope, moves);
}

/**
 * Follows what the gateway reports of messages, in any order. What is reported of a message whose
 * number is not known yet is kept for it.
 */
export async function applyStatuses(scope: TenantScope, reports: DeliveryReport[]): Promise<void> {
  await apply(
    scope,
    reports.filter(({ gatewayId }) => gatewayId !== null),
  );
  // They may be known by what the others told.
  await apply(
    scope,
    reports.filter(({ gatewayId }) => gatewayId === null),
  );
}
