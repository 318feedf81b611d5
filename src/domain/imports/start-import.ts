import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { assertMaySetCost } from "../cars/car-columns.ts";
import { mapColumns } from "../cars/import/map-columns.ts";
import { readConstants } from "../cars/import/read-constants.ts";
import { badStockFile } from "../cars/import/stock-file.ts";
import { DomainError } from "../errors.ts";
import { storeIsAway } from "../media/store-is-away.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { sourceKey, sourceOfBytes } from "./import-files.ts";
import { type ImportRow, storable, storableText, storedActor } from "./import-row.ts";
import { readHeader } from "./read-header.ts";
import { readingOf } from "./remembered-columns.ts";
import { runImportLater } from "./run-import-later.ts";
import { readingPart, type StockImportOptions } from "./schemas.ts";
import { sweepImportLater } from "./sweep-import-later.ts";

/** Of a dealership: those that are not over, and dry runs whose file is kept with them. */
const MOST_WAITING = 5;
const MOST_KEPT = 20;

interface GivenFile {
  name: string;
  bytes: Uint8Array;
}

/**
 * Keeps a stock file and has a job take it in, or tell what it would do. Its removal is arranged
 * before it is kept. One import of a dealership runs at a time.
 * @returns its id.
 * @throws DomainError STOCK_FILE_INVALID when the file as a whole cannot be read so; forbidden when
 * it has costs and the actor may not set them; too_many TOO_MANY_IMPORTS; busy while the object
 * store does not answer.
 */
export async function startImport(
  enter: EnterTenant,
  objects: ObjectStore,
  file: GivenFile,
  given: StockImportOptions,
): Promise<string> {
  const source = sourceOfBytes(file.bytes);
  const { header, hasRows } = await readHeader(source, given).catch(namingTheFile);
  const id = Bun.randomUUIDv7();
  const { key, options } = await enter(async (scope) => {
    await assertRoom(scope);
    const reading = await readingOf(scope, header, given);
    assertReadable(scope, header, reading);
    if (!hasRows) namingTheFile(badStockFile("The file has no rows below its first line."));
    await sweepImportLater(scope, id);
    return { key: sourceKey(scope.tenant.id, id), options: reading };
  });
  await objects.put(key, file.bytes, "application/octet-stream").catch(storeIsAway);
  await enter((scope) => writeDown(scope, id, file, { header, options }));
  return id;
}

/** @throws DomainError STOCK_FILE_INVALID or forbidden. */
function assertReadable(scope: TenantScope, header: string[], options: StockImportOptions) {
  try {
    const { fields } = mapColumns(header, readingPart(options));
    readConstants(options.constants, { now: scope.now, rates: options.rates });
    const hasCost = fields.some(({ field }) => field === "cost") || options.constants.cost;
    if (hasCost) assertMaySetCost(scope, { cost: null });
  } catch (error) {
    namingTheFile(error);
  }
}

function namingTheFile(error: unknown): never {
  if (!(error instanceof DomainError) || error.code !== "STOCK_FILE_INVALID") throw error;
  const errors = [{ path: "file", message: error.message }];
  throw new DomainError(error.kind, error.code, error.message, { errors });
}

async function assertRoom({ db, tenant }: TenantScope): Promise<void> {
  const [{ waiting = 0, kept = 0 } = {}] = await db.$queryRaw<{ waiting: number; kept: number }[]>`
    SELECT count(*) FILTER (WHERE state IN ('waiting', 'reading', 'writing', 'undoing'))::int AS waiting,
      count(*) FILTER (WHERE has_source)::int AS kept
    FROM stock_imports WHERE tenant_id = ${tenant.id}::uuid`;
  if (waiting >= MOST_WAITING) throw tooMany(`${MOST_WAITING} imports wait already.`);
  if (kept < MOST_KEPT) return;
  throw tooMany(`The files of ${MOST_KEPT} dry runs are kept; apply or cancel one of them.`);
}

const tooMany = (message: string) =>
  new DomainError("too_many", "TOO_MANY_IMPORTS", message, { retryAfter: 30 });

async function writeDown(
  scope: TenantScope,
  id: string,
  { name, bytes }: GivenFile,
  { header, options }: Pick<ImportRow, "header" | "options">,
): Promise<void> {
  const { db, tenant, now } = scope;
  await db.stockImport.create({
    data: {
      ...{ tenantId: tenant.id, id, dryRun: options.dryRun, hasSource: true, createdAt: now },
      ...{ fileName: name, fileBytes: bytes.length, requestedBy: storedActor(scope) },
      ...{ options: storable(options), header: header.map(storableText) },
    },
    select: { id: true },
  });
  const { mode, dryRun } = options;
  const after = { file: name, mode, dryRun };
  const event = { action: "stock.import_requested", subject: "stock", id, after } as const;
  await recordAuditEvent(scope, event);
  await runImportLater(scope, id);
}
