import { hashToken } from "../../../infra/secrets.ts";
import { totpStep } from "../../../infra/totp.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import type { EnterTenant } from "../enter-tenant.ts";
import type { SecondFactor } from "./schemas.ts";

/**
 * Uses a code up, of the authenticator app or for recovery: of several uses at once, one is good.
 * Whoever has not turned two-factor login on has no good code.
 */
export const checkSecondFactor = (
  enter: EnterTenant,
  secrets: Secrets,
  staffId: string,
  factor: SecondFactor,
): Promise<boolean> =>
  "code" in factor
    ? spendCode(enter, secrets, staffId, factor.code)
    : spendRecoveryCode(enter, staffId, factor.recoveryCode);

async function spendCode(
  enter: EnterTenant,
  secrets: Secrets,
  staffId: string,
  code: string,
): Promise<boolean> {
  const { credential, now, tenantId } = await enter(async ({ db, tenant, now }) => ({
    ...{ now, tenantId: tenant.id },
    credential: await db.totpCredential.findUnique({
      where: { tenantId_staffId: { tenantId: tenant.id, staffId }, confirmedAt: { not: null } },
      select: { seedSealed: true, createdAt: true },
    }),
  }));
  if (!credential) return false;
  const { seedSealed, createdAt } = credential;
  const seed = await secrets.open(tenantId, "totp_credentials.seed_sealed", seedSealed);
  const step = totpStep(seed, code, now);
  if (step === null) return false;
  const { count } = await enter(({ db, tenant }) =>
    db.totpCredential.updateMany({
      where: {
        tenantId: tenant.id,
        ...{ staffId, createdAt, confirmedAt: { not: null } },
        OR: [{ lastUsedStep: null }, { lastUsedStep: { lt: step } }],
      },
      data: { lastUsedStep: step },
    }),
  );
  return count === 1;
}

const spendRecoveryCode = (enter: EnterTenant, staffId: string, code: string): Promise<boolean> =>
  enter(async (scope) => {
    const { db, tenant, now } = scope;
    const { count } = await db.recoveryCode.updateMany({
      where: { tenantId: tenant.id, staffId, codeHash: hashToken(code), usedAt: null },
      data: { usedAt: now },
    });
    if (count === 0) return false;
    const event = { action: "two_factor.code_spent", subject: "staff", id: staffId } as const;
    await recordAuditEvent(scope, event);
    return true;
  });
