import { Prisma, type TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { mediaView } from "./media-view.ts";
import type { MediaView } from "./schemas.ts";
import { uploadedByActor } from "./uploaded-by-actor.ts";

type Row = Parameters<typeof mediaView>[0];

/**
 * A file of a message of a lead that the actor may know of, or one that the actor uploaded and
 * nobody has sent yet.
 * @throws DomainError not found for any other.
 */
export async function getMedia(scope: TenantScope, id: string): Promise<MediaView> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT media.id, media.status, media.content_type AS "contentType", media.bytes,
      media.filename, media.reason, media.created_at AS "createdAt"
    FROM media_files media
    WHERE media.tenant_id = ${tenant.id}::uuid AND media.id = ${id}::uuid AND (
      EXISTS (
        SELECT FROM messages
        JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = messages.lead_id
        WHERE messages.tenant_id = ${tenant.id}::uuid AND messages.media_id = media.id
          AND ${visibleLeads(scope)})
      OR (${uploadedByActor(scope)} AND NOT EXISTS (
        SELECT FROM messages
        WHERE messages.tenant_id = ${tenant.id}::uuid AND messages.media_id = media.id)))`);
  const row = rows[0];
  if (!row) throw notFound("file");
  return mediaView(row);
}
