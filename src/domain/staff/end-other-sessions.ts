import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { StaffActor } from "./find-actor.ts";
import { revokeSessionsOf } from "./revoke-session.ts";

/** Ends all of one's own logins but the one that asks. */
export async function endOtherSessions(
  scope: TenantScope,
  { id: staffId, sessionId }: StaffActor,
): Promise<void> {
  const sessionsEnded = await revokeSessionsOf(scope, staffId, sessionId);
  if (sessionsEnded === 0) return;
  await recordAuditEvent(scope, {
    ...{ action: "session.revoked", subject: "staff", id: staffId },
    after: { sessionsEnded },
  });
}
