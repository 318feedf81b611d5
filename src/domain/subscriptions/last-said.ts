import type { TenantScope } from "../../db/index.ts";
import type { AddressedMessage } from "../conversations/address-messages.ts";

/** What the dealership told a person last by the number to which they write now; null for nothing. */
export async function lastSaid(
  { db, tenant }: TenantScope,
  { leadId, message: { deviceId, from } }: Pick<AddressedMessage, "leadId" | "message">,
): Promise<{ body: string; automatic: string | null } | null> {
  return db.message.findFirst({
    where: {
      ...{ tenantId: tenant.id, leadId, direction: "outbound" },
      status: { notIn: ["scheduled", "queued", "held", "failed", "cancelled"] },
      // Who has no number of their own was written to by the one that was given.
      conversation: { deviceId, ...("phone" in from && { person: from.phone }) },
    },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    select: { body: true, automatic: true },
  });
}
