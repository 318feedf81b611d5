import type { Actor, Origin, TenantDb } from "../../db/index.ts";
import { auditedStates, type State } from "./audited-state.ts";
import type { AuditAction, AuditSubject } from "./vocabulary.ts";

/** What an event is recorded in: a tenant's scope, or an operator's that entered the tenant. */
export interface Audited {
  readonly tenant: { readonly id: string };
  readonly actor: Actor;
  readonly origin: Origin;
  readonly db: TenantDb;
  readonly now: Date;
}

export interface AuditEntry {
  action: AuditAction;
  subject: AuditSubject;
  /** The subject's id, where it has one of its own. */
  id?: string;
  /** The subject's fields before; where `after` is given too, only what differs is kept. */
  before?: State;
  after?: State;
}

/**
 * Writes down who did what, in the transaction of the deed: both are kept, or neither. A visitor's
 * enquiry and a message that the gateway delivers are not written down here: the row that each
 * leaves tells who wrote it and when.
 */
export async function recordAuditEvent(scope: Audited, entry: AuditEntry): Promise<void> {
  const { actor, origin } = scope;
  await scope.db.auditEvent.createMany({
    data: {
      tenantId: scope.tenant.id,
      at: scope.now,
      actorKind: actor.kind,
      actorId: "id" in actor ? actor.id : null,
      actorName: "name" in actor ? actor.name : null,
      action: entry.action,
      subjectType: entry.subject,
      subjectId: entry.id,
      ...auditedStates(entry.subject, entry.before, entry.after),
      ...origin,
    },
  });
}
