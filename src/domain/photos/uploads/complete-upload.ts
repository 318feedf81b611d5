import { z } from "@hono/zod-openapi";
import type { TenantScope } from "../../../db/index.ts";
import type { ObjectStore } from "../../../infra/object-store.ts";
import { conflict, notFound } from "../../errors.ts";
import { deleteObjectsLater } from "../../media/delete-objects.ts";
import type { EnterTenant } from "../../staff/enter-tenant.ts";
import type { TakenFile } from "../schemas.ts";
import { type IncomingFile, uploadPhotos } from "../upload-photos.ts";
import { readFile } from "./read-file.ts";
import { NamedFile } from "./schemas.ts";
import { uploadKey, uploadKeys } from "./upload-key.ts";

interface Upload {
  carId: string;
  tenantId: string;
  id: string;
  files: NamedFile[];
}

/**
 * Takes in the photos that a browser has brought, as uploadPhotos does: by their content, each of
 * which is read once. What was brought is removed with it.
 * @throws DomainError as uploadPhotos; not found; conflict UPLOAD_COMPLETED, UPLOAD_EXPIRED after an
 * hour, NOT_UPLOADED naming a file that is not there, or not of the size that was named.
 */
export async function completeUpload(
  enter: EnterTenant,
  objects: ObjectStore,
  uploadId: string,
): Promise<TakenFile[]> {
  const upload = await enter((scope) => findUpload(scope, uploadId));
  return uploadPhotos(enter, objects, upload.carId, bringFiles(objects, upload), (scope) =>
    markCompleted(scope, upload),
  );
}

async function findUpload({ db, tenant, now }: TenantScope, id: string): Promise<Upload> {
  const row = await db.photoAddress.findFirst({ where: { tenantId: tenant.id, id } });
  if (!row) throw notFound("upload");
  if (row.completedAt) throw completed();
  if (row.expiresAt <= now) {
    throw conflict("UPLOAD_EXPIRED", "The upload was not completed in time. Ask for another.");
  }
  return { carId: row.carId, tenantId: tenant.id, id, files: z.array(NamedFile).parse(row.files) };
}

const completed = () => conflict("UPLOAD_COMPLETED", "The upload is completed already.");

async function* bringFiles(
  objects: ObjectStore,
  { tenantId, id, files }: Upload,
): AsyncGenerator<IncomingFile> {
  for (const [n, { name, bytes: expected }] of files.entries()) {
    const bytes = await readFile(objects, uploadKey(tenantId, id, n), expected);
    if (!bytes) {
      const message = `is not there, or has not ${expected} bytes`;
      const detail = "A file was not uploaded. Send it to its address, and complete the upload.";
      throw conflict("NOT_UPLOADED", detail, [{ path: `files.${n}`, message }]);
    }
    yield { name, bytes };
  }
}

async function markCompleted(scope: TenantScope, { id, files }: Upload): Promise<void> {
  const { db, tenant, now } = scope;
  const { count } = await db.photoAddress.updateMany({
    where: { tenantId: tenant.id, id, completedAt: null },
    data: { completedAt: now },
  });
  if (count === 0) throw completed();
  await deleteObjectsLater(scope, uploadKeys(tenant.id, id, files.length));
}
