import { Prisma, type TenantScope } from "../../db/index.ts";

/**
 * The condition on `media`, a row of media_files, under which the actor uploaded it. What API keys
 * upload is any key's.
 */
export function uploadedByActor({ actor }: TenantScope): Prisma.Sql {
  if (actor.kind === "staff") return Prisma.sql`media.uploaded_by_id = ${actor.id}::uuid`;
  if (actor.kind === "api_key") return Prisma.sql`media.uploaded_by_id IS NULL`;
  return Prisma.sql`FALSE`;
}
