import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import type { EmailKind } from "./email-kinds.ts";

/** Of one kind to one address: more is of use to nobody but whoever wants to annoy. */
const EMAILS = 3;
const HOUR = 3_600_000;

/** When the next mail of this kind may go to an address; null when it may at once. */
export async function nextEmailAt(
  { db, tenant, now }: TenantScope,
  kind: EmailKind,
  to: string,
): Promise<Date | null> {
  const recent = await db.email.findMany({
    where: {
      ...{ tenantId: tenant.id, recipientHash: hashToken(to), kind },
      createdAt: { gt: new Date(now.getTime() - HOUR) },
    },
    orderBy: { createdAt: "desc" },
    take: EMAILS,
    select: { createdAt: true },
  });
  const first = recent[EMAILS - 1];
  return first ? new Date(first.createdAt.getTime() + HOUR) : null;
}
