import type { TenantScope } from "../../../db/index.ts";
import { hashToken } from "../../../infra/secrets.ts";
import { newRecoveryCode } from "../../../infra/totp.ts";
import type { RecoveryCodes } from "./schemas.ts";

const CODES = 10;

/** Gives somebody new recovery codes; the former ones are no good any more. */
export async function replaceRecoveryCodes(
  { db, tenant, now }: TenantScope,
  staffId: string,
): Promise<RecoveryCodes> {
  const tenantId = tenant.id;
  const recoveryCodes = Array.from({ length: CODES }, newRecoveryCode);
  await db.recoveryCode.deleteMany({ where: { tenantId, staffId } });
  await db.recoveryCode.createMany({
    data: recoveryCodes.map((code) => ({
      ...{ tenantId, staffId, createdAt: now },
      codeHash: hashToken(code.replaceAll("-", "")),
    })),
  });
  return { recoveryCodes };
}
