import { Prisma, type TenantScope } from "../../db/index.ts";
import { invalid } from "../errors.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { LARGEST_UPLOAD } from "../media/schemas.ts";
import { uploadedByActor } from "../media/uploaded-by-actor.ts";

/**
 * Makes sure that a file may be sent: it is stored, no larger than the gateway takes, and
 * the actor's own upload or of a lead that the actor may see.
 * @throws DomainError invalid.
 */
export async function assertMediaAttachable(scope: TenantScope, mediaId: string): Promise<void> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT media.id FROM media_files media
    WHERE media.tenant_id = ${tenant.id}::uuid AND media.id = ${mediaId}::uuid
      AND media.status = 'stored'
      AND media.bytes <= ${LARGEST_UPLOAD}::int
      AND (${uploadedByActor(scope)}
        OR EXISTS (SELECT FROM messages m
          JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = m.lead_id
          WHERE m.tenant_id = ${tenant.id}::uuid AND m.media_id = media.id
            AND ${visibleLeads(scope)}))`);
  if (rows.length === 0)
    throw invalid(
      "mediaId",
      "is no stored file of yours, or of a lead that you see, of at most 4 MB",
    );
}

/**
 * Makes sure that a message may be quoted: the person wrote it in this conversation, and the
 * gateway told its number.
 * @throws DomainError invalid.
 */
export async function assertQuotable(
  { db, tenant }: TenantScope,
  conversationId: string,
  id: string,
): Promise<void> {
  const found = await db.message.count({
    where: {
      ...{ tenantId: tenant.id, id, conversationId, direction: "inbound" },
      inboxId: { not: null },
    },
  });
  if (found === 0) {
    throw invalid("quotedMessageId", "is no message of this person that can be quoted");
  }
}
