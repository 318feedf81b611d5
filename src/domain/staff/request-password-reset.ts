import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { enqueueJob } from "../enqueue-job.ts";

/**
 * Has a link sent to whoever works here under this address. What is done now is the same whether
 * anybody does: the job finds out, and nobody who asks can tell.
 */
export async function requestPasswordReset(scope: TenantScope, email: string): Promise<void> {
  const accountHash = Buffer.from(hashToken(email)).toString("base64url");
  const key = `sendPasswordReset:${accountHash}`;
  await enqueueJob(scope, "sendPasswordReset", { accountHash, origin: scope.origin }, { key });
}
