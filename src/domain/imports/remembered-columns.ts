import type { TenantScope } from "../../db/index.ts";
import { ImportOptions } from "../cars/import/import-options.ts";
import { plainWord } from "../cars/import/plain-word.ts";
import { storableText } from "./import-row.ts";
import { MOST_REMEMBERED } from "./remembered-columns-schema.ts";

type Reading = Pick<Required<ImportOptions>, "columns" | "constants">;

const Remembered = ImportOptions.pick({ columns: true, constants: true });

/** The same for files whose columns have the same names in the same order. */
const hashOf = (header: string[]) =>
  new Bun.CryptoHasher("sha256")
    .update(JSON.stringify(header.map((name) => plainWord(name) || name)))
    .digest("hex");

/**
 * How a file with these columns is read: as is said now, and in the fields of which nothing is said
 * as it was read last.
 */
export async function readingOf<Options extends ImportOptions>(
  { db, tenant }: TenantScope,
  header: string[],
  options: Options,
): Promise<Options & Reading> {
  const row = await db.stockColumns.findFirst({
    where: { tenantId: tenant.id, headerHash: hashOf(header) },
    select: { columns: true, constants: true },
  });
  const last = Remembered.parse(row ?? {});
  const { columns = {}, constants = {} } = options;
  const isSaid = (field: string) => field in columns || field in constants;
  const unsaid = <Value>(record: Record<string, Value>) =>
    Object.fromEntries(Object.entries(record).filter(([field]) => !isSaid(field)));
  return {
    ...options,
    columns: { ...unsaid(last.columns), ...columns },
    constants: { ...unsaid(last.constants), ...constants },
  };
}

/** Remembers how a file was read, unless its columns told it by themselves. */
export async function rememberColumns(
  { db, tenant, now }: TenantScope,
  header: string[],
  { columns = {}, constants = {} }: ImportOptions,
): Promise<void> {
  if (Object.keys({ ...columns, ...constants }).length === 0) return;
  const tenantId = tenant.id;
  const headerHash = hashOf(header);
  const reading = { header: header.map(storableText), columns, constants, usedAt: now };
  await db.stockColumns.upsert({
    where: { tenantId_headerHash: { tenantId, headerHash } },
    create: { tenantId, headerHash, ...reading },
    update: reading,
    select: { id: true },
  });
  const beyond = await db.stockColumns.findMany({
    where: { tenantId },
    orderBy: [{ usedAt: "desc" }, { id: "desc" }],
    skip: MOST_REMEMBERED,
    select: { id: true },
  });
  const ids = beyond.map(({ id }) => id);
  await db.stockColumns.deleteMany({ where: { tenantId, id: { in: ids } } });
}
