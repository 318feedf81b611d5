import { NO_ORIGIN, type OperatorScope } from "../../db/index.ts";
import { type AuditEntry, recordAuditEvent } from "../audit/record-audit-event.ts";

/** Enters a dealership and writes down what the operator did to it, in the same transaction. */
export async function recordOperatorEvent(
  { db, enterTenant }: OperatorScope,
  tenantId: string,
  entry: AuditEntry,
): Promise<void> {
  await enterTenant(tenantId);
  const scope = {
    tenant: { id: tenantId },
    actor: { kind: "operator" },
    origin: NO_ORIGIN,
  } as const;
  await recordAuditEvent({ ...scope, db, now: new Date() }, entry);
}
