import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { DomainError } from "../errors.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import type { AcceptInvitation } from "./schemas.ts";
import { setPasswordByLink } from "./set-password-by-link.ts";

const notGood = () =>
  new DomainError(
    "not_found",
    "INVITATION_NOT_FOUND",
    "This invitation is not known, used or past its end. Ask for a new one.",
  );

/**
 * Turns an invitation into an account. The token is good once and for 7 days.
 * @throws DomainError not found INVITATION_NOT_FOUND, invalid, busy.
 */
export const acceptInvitation = (enter: EnterTenant, acceptance: AcceptInvitation): Promise<void> =>
  setPasswordByLink(enter, acceptance, {
    ...{ purpose: "invitation", status: "invited", notGood },
    andThen: async (scope, { id }) => {
      await recordAuditEvent(scope, { action: "staff.joined", subject: "staff", id });
      await assignBacklogSoon(scope);
    },
  });
