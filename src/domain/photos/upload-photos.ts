import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { inspectPicture } from "../../infra/pictures.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { DomainError, invalid, notFound } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { askForPhoto } from "./ask-for-photo.ts";
import { type KeptPicture, keepOriginal } from "./keep-original.ts";
import { TOO_LARGE, wordsOfRefusal } from "./picture-flaws.ts";
import { lockCars } from "./picture-row.ts";
import { publishPhotos } from "./publish-photos.ts";
import { MOST_PHOTOS, type TakenFile } from "./schemas.ts";

export interface IncomingFile {
  name: string;
  /** Null of a file that is too large. */
  bytes: Uint8Array | null;
}

type Found = { kept: KeptPicture } | { reason: string };
type Outcome = Found & { name: string };

/**
 * Takes in photos of a car, one file in memory at a time. Those that are pictures are written down
 * together when all have come, and none of them when the upload breaks off before.
 * @param alongside is done in the transaction that writes them down.
 * @returns what became of each file, in their order.
 * @throws DomainError not found; invalid when no file is taken, naming each, or when the car would
 * have more than 40 photos; busy while the object store does not answer.
 */
export async function uploadPhotos(
  enter: EnterTenant,
  objects: ObjectStore,
  carId: string,
  files: AsyncIterable<IncomingFile>,
  alongside: (scope: TenantScope) => Promise<void> = async () => {},
): Promise<TakenFile[]> {
  await enter((scope) => assertCar(scope, carId));
  const outcomes: Outcome[] = [];
  for await (const file of files) {
    const outcome = await takeIn(enter, objects, file.bytes, outcomes);
    outcomes.push({ ...outcome, name: file.name });
  }
  if (outcomes.length === 0) throw invalid("files", "is required");
  if (!outcomes.some((outcome) => "kept" in outcome)) throw noneTaken(outcomes);
  return enter(async (scope) => {
    const taken = await writeDown(scope, carId, outcomes);
    await alongside(scope);
    return taken;
  });
}

async function assertCar({ db, tenant }: TenantScope, id: string): Promise<void> {
  if ((await db.car.count({ where: { tenantId: tenant.id, id } })) === 0) throw notFound("car");
}

async function takeIn(
  enter: EnterTenant,
  objects: ObjectStore,
  bytes: Uint8Array | null,
  before: Outcome[],
): Promise<Found> {
  if (!bytes) return { reason: TOO_LARGE };
  const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
  const same = before.find((one) => "kept" in one && one.kept.sha256 === sha256);
  if (same) return same;
  try {
    const picture = await inspectPicture(bytes);
    const identity = { sha256, rotation: 0 } as const;
    return { kept: await keepOriginal(enter, objects, bytes, { ...picture, ...identity }) };
  } catch (error) {
    return { reason: wordsOfRefusal(error) };
  }
}

function noneTaken(outcomes: Outcome[]): DomainError {
  const errors = outcomes.map((outcome, n) => ({
    path: `files.${n}`,
    message: "reason" in outcome ? outcome.reason : "",
  }));
  return new DomainError("invalid", "INVALID_INPUT", "No file is a picture to be taken.", {
    errors,
  });
}

async function writeDown(
  scope: TenantScope,
  carId: string,
  outcomes: Outcome[],
): Promise<TakenFile[]> {
  const { db, tenant } = scope;
  if ((await lockCars(scope, [carId])).length === 0) throw notFound("car");
  const taken: TakenFile[] = [];
  for (const outcome of outcomes) {
    if ("reason" in outcome) {
      taken.push({ name: outcome.name, status: "refused", reason: outcome.reason });
    } else {
      const status = await askForPhoto(scope, outcome.kept, { carId, replacesId: null });
      taken.push({ name: outcome.name, status, reason: null });
    }
  }
  const where = { tenantId: tenant.id, carId };
  const waiting = await db.photoUpload.count({ where: { ...where, replacesId: null } });
  if ((await db.carPhoto.count({ where })) + waiting > MOST_PHOTOS) {
    throw invalid("files", `would make more than ${MOST_PHOTOS} photos of this car`);
  }
  const after = {
    photos: outcomes.flatMap((outcome) => ("kept" in outcome ? [outcome.kept.sha256] : [])),
  };
  await recordAuditEvent(scope, { action: "car.photos_added", subject: "car", id: carId, after });
  await publishPhotos(scope, carId, "waiting");
  return taken;
}
