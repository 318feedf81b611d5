import { Prisma, type TenantScope } from "../../../db/index.ts";
import { enqueueJob } from "../../enqueue-job.ts";
import { conflict, notFound } from "../../errors.ts";
import type { NamedFile } from "./schemas.ts";

/** Seconds for which an address takes a file. */
export const ADDRESS_LIFETIME = 900;
/** Milliseconds in which an upload is completed: a file that began in time may take long. */
const COMPLETED_WITHIN = 3_600_000;
/** Milliseconds after which nothing comes any more, and what lies there is removed. */
const SWEPT_AFTER = 24 * 3_600_000;
/** Files of a dealership that are neither completed nor swept: 15 GB at the most. */
const MOST_AWAITED = 1_000;

export interface GivenUpload {
  id: string;
  tenantId: string;
  /** Of the addresses. */
  expiresAt: Date;
  completeBefore: Date;
}

/**
 * Writes down which files a browser will bring for a car, and arranges that they do not stay.
 * @throws DomainError not found; conflict TOO_MANY_UPLOADS while 1,000 files are awaited.
 */
export async function giveAddresses(
  scope: TenantScope,
  carId: string,
  files: NamedFile[],
): Promise<GivenUpload> {
  const { db, tenant, now } = scope;
  const tenantId = tenant.id;
  if ((await db.car.count({ where: { tenantId, id: carId } })) === 0) throw notFound("car");
  await assertRoom(scope, files.length);
  const id = Bun.randomUUIDv7();
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const completeBefore = after(COMPLETED_WITHIN);
  await db.photoAddress.createMany({
    data: {
      ...{ tenantId, id, carId, createdAt: now, expiresAt: completeBefore },
      files: files.map((file) => ({ ...file })),
    },
  });
  const payload = { uploadId: id, files: files.length };
  await enqueueJob(scope, "sweepPhotoAddresses", payload, { runAt: after(SWEPT_AFTER) });
  return { id, tenantId, completeBefore, expiresAt: after(ADDRESS_LIFETIME * 1000) };
}

async function assertRoom({ db, tenant }: TenantScope, files: number): Promise<void> {
  await db.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('photo_addresses:' || ${tenant.id}, 0))`;
  const [row] = await db.$queryRaw<{ awaited: number }[]>(Prisma.sql`
    SELECT coalesce(sum(jsonb_array_length(files)), 0)::integer AS awaited FROM photo_addresses
    WHERE tenant_id = ${tenant.id}::uuid AND completed_at IS NULL`);
  if ((row?.awaited ?? 0) + files <= MOST_AWAITED) return;
  const words = `At most ${MOST_AWAITED} files may be awaited. Complete uploads, or wait a day.`;
  throw conflict("TOO_MANY_UPLOADS", words);
}
