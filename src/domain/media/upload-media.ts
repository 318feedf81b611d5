import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { invalid } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { mediaKey } from "./media-key.ts";
import { mediaView } from "./media-view.ts";
import { LARGEST_UPLOAD, LONGEST_FILENAME, type MediaView } from "./schemas.ts";
import { sniffMedia } from "./sniff-media.ts";
import { storeIsAway } from "./store-is-away.ts";

/** Milliseconds after which a file that nobody has sent is removed. */
const UNSENT_FOR = 24 * 3_600_000;

interface Upload {
  bytes: Uint8Array;
  filename: string;
}

/**
 * Keeps a file of the actor's, to be sent with a message. Its removal is arranged before it is kept,
 * so that one whose upload breaks off does not stay; none is removed once a message has it.
 * @throws DomainError invalid for a file that is empty, larger than 4 MB, or of another type than
 * those that are kept; busy while the object store does not answer.
 */
export async function uploadMedia(
  enter: EnterTenant,
  objects: ObjectStore,
  { bytes, filename }: Upload,
): Promise<MediaView> {
  if (bytes.length === 0) throw invalid("file", "must not be empty");
  if (bytes.length > LARGEST_UPLOAD) throw invalid("file", "must be at most 4 MB");
  const name = nameOf(filename);
  const contentType = await sniffMedia(bytes, name);
  if (!contentType) {
    throw invalid(
      "file",
      "must be a picture, a video, a recording, a PDF, an Office document or text",
    );
  }
  const id = Bun.randomUUIDv7();
  const key = await enter(async (scope) => {
    const runAt = new Date(scope.now.getTime() + UNSENT_FOR);
    await enqueueJob(scope, "sweepUpload", { mediaId: id }, { runAt });
    return mediaKey(scope.tenant.id, id);
  });
  await objects.put(key, bytes, contentType).catch(storeIsAway);
  const kept = { id, key, contentType, bytes: bytes.length, filename: name };
  return enter((scope) => writeDown(scope, kept));
}

async function writeDown(
  scope: TenantScope,
  {
    id,
    key,
    contentType,
    bytes,
    filename,
  }: Record<"id" | "key" | "contentType", string> & {
    bytes: number;
    filename: string | null;
  },
): Promise<MediaView> {
  const { db, tenant, actor, now } = scope;
  const row = await db.mediaFile.create({
    data: {
      ...{ tenantId: tenant.id, id, status: "stored", storageKey: key },
      ...{ contentType, bytes, filename, createdAt: now, storedAt: now },
      uploadedById: actor.kind === "staff" ? actor.id : null,
    },
  });
  const after = { contentType, bytes };
  await recordAuditEvent(scope, { action: "media.uploaded", subject: "media", id, after });
  return mediaView(row);
}

/** Without what a file system or a header may take for more than a name; null where nothing is left. */
function nameOf(filename: string): string | null {
  const last = filename.toWellFormed().split(/[\\/]/).at(-1) ?? "";
  const name = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim();
  if (name.length <= LONGEST_FILENAME) return name || null;
  // Its end tells of what kind it is.
  return name.slice(-LONGEST_FILENAME).toWellFormed();
}
