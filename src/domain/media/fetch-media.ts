import type { TenantScope } from "../../db/index.ts";
import type { GuardedFetch } from "../../infra/guarded-fetch.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { deleteObjectsLater } from "./delete-objects.ts";
import { fetchMediaLater } from "./fetch-media-later.ts";
import { mediaKey } from "./media-key.ts";
import { publishMedia } from "./publish-media.ts";
import { sniffMedia } from "./sniff-media.ts";

/** Seconds after each of the first attempts, and after any later one. */
const PAUSES = [2, 5, 10, 20, 30];
const LONGEST_PAUSE = 60;
/** Milliseconds that the gateway keeps a file, where the row does not tell. */
const KEPT_FOR = 30 * 60_000;

interface Taken {
  key: string;
  sourceUrl: string | null;
  filename: string | null;
  attempts: number;
  /** When the gateway forgets the file. */
  until: Date;
  isLate: boolean;
}

type Outcome =
  | { status: "stored"; contentType: string; bytes: number }
  | { status: "refused" | "lost" | "pending"; reason: string };

interface Means {
  fetchFile: GuardedFetch;
  objects: ObjectStore;
}

/**
 * Copies a person's file from the gateway into the object store. No transaction is open meanwhile.
 * What fails for the moment is tried again by a later job, until the gateway has forgotten the
 * file; one that was erased in between leaves nothing behind.
 */
export async function fetchMedia(enter: EnterTenant, means: Means, id: string): Promise<void> {
  const taken = await enter((scope) => takeUp(scope, id));
  if (!taken) return;
  const outcome = await obtain(means, taken);
  await enter((scope) => settle(scope, id, taken, outcome));
}

async function takeUp(scope: TenantScope, id: string): Promise<Taken | null> {
  const { db, tenant, now } = scope;
  const rows = await db.mediaFile.updateManyAndReturn({
    where: { tenantId: tenant.id, id, status: "pending" },
    data: { attempts: { increment: 1 } },
    select: {
      ...{ sourceUrl: true, filename: true, attempts: true, fetchBefore: true, createdAt: true },
    },
  });
  const row = rows[0];
  if (!row) {
    await dropUnlessStored(scope, id);
    return null;
  }
  const { sourceUrl, filename, attempts, fetchBefore, createdAt } = row;
  const until = fetchBefore ?? new Date(createdAt.getTime() + KEPT_FOR);
  const key = mediaKey(tenant.id, id);
  return { key, sourceUrl, filename, attempts, until, isLate: until <= now };
}

async function obtain(
  { fetchFile, objects }: Means,
  { key, sourceUrl, filename, isLate }: Taken,
): Promise<Outcome> {
  if (!sourceUrl || isLate) return { status: "lost", reason: "late" };
  const fetched = await fetchFile(sourceUrl);
  if (fetched.kind === "gone") return { status: "lost", reason: "gone" };
  if (fetched.kind === "refused") return { status: "refused", reason: fetched.reason };
  if (fetched.kind === "failed") return { status: "pending", reason: fetched.reason };
  const { bytes } = fetched;
  const contentType = await sniffMedia(bytes, filename);
  if (!contentType) return { status: "refused", reason: "type" };
  try {
    await objects.put(key, bytes, contentType);
  } catch (error) {
    return { status: "pending", reason: `store: ${(error as Error).message}`.slice(0, 200) };
  }
  return { status: "stored", contentType, bytes: bytes.length };
}

async function settle(scope: TenantScope, id: string, taken: Taken, outcome: Outcome) {
  const { db, tenant, now, log } = scope;
  const { attempts, until, key } = taken;
  const mine = { tenantId: tenant.id, id, status: "pending" };
  if (outcome.status === "pending") {
    const { reason } = outcome;
    const pause = PAUSES[attempts - 1] ?? LONGEST_PAUSE;
    const runAt = new Date(now.getTime() + pause * 1000);
    if (runAt >= until) return settle(scope, id, taken, { status: "lost", reason });
    log.info({ mediaId: id, attempts, reason }, "a file could not be fetched yet");
    const { count } = await db.mediaFile.updateMany({ where: mine, data: { reason } });
    return count > 0 ? fetchMediaLater(scope, id, runAt) : undefined;
  }
  const isStored = outcome.status === "stored";
  if (!isStored) log.warn({ mediaId: id, attempts, ...outcome }, "a file was given up");
  const { count } = await db.mediaFile.updateMany({
    where: mine,
    data: {
      ...{ reason: null, ...outcome, sourceUrl: null },
      ...(isStored && { storageKey: key, storedAt: now }),
    },
  });
  if (count > 0) await publishMedia(scope, id, outcome.status);
  // An attempt whose end was not written down may have left it.
  if (!isStored || count === 0) await dropUnlessStored(scope, id);
}

/** Leaves no object of a file that was erased or given up. */
async function dropUnlessStored(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const where = { tenantId: tenant.id, id, status: "stored" };
  if ((await db.mediaFile.count({ where })) === 0) {
    await deleteObjectsLater(scope, [mediaKey(tenant.id, id)]);
  }
}
