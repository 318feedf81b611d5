import { type OperatorScope, Prisma, withOperator } from "../../db/index.ts";
import { seal, unseal } from "../../infra/sealing.ts";
import { addSealingKey } from "./add-key.ts";
import { lockKeys } from "./ensure-keys.ts";
import { SEALED_COLUMNS, type SealedColumn, sealedContext } from "./sealed-columns.ts";
import { unwrapKey } from "./wrapping.ts";

/** Seconds in which a running server may still seal by the key before. */
const OVERLAP = 120;
const BATCH = 500;

export interface Resealing {
  id: string;
  /** Secrets that were sealed anew. */
  resealed: number;
  /** Keys that nothing needs any more. */
  removed: string[];
}

/**
 * Adds a key for secrets at rest and seals every secret anew with it, a batch a transaction, so
 * that an interruption leaves all of them readable. Former keys that stopped sealing more than two
 * minutes ago are removed: nothing is sealed by them any more.
 * @throws Error when a secret does not open, or when another rotation has begun, whose key would
 * be gone over; nothing is removed then.
 */
export async function rotateSealingKey(
  ownerUrl: string,
  rootSecret: string,
  onProgress: (resealed: number) => void = () => {},
): Promise<Resealing> {
  const id = await withOperator(ownerUrl, async (scope) => {
    await lockKeys(scope);
    return addSealingKey(scope, rootSecret, new Date());
  });
  const tenants = await withOperator(ownerUrl, ({ db }) =>
    db.tenant.findMany({ select: { id: true }, orderBy: { id: "asc" } }),
  );
  let resealed = 0;
  for (const tenant of tenants) {
    for (const sealed of SEALED_COLUMNS) {
      let after: string | null = null;
      do {
        const work = { ...sealed, tenantId: tenant.id, after, rootSecret, newest: id };
        const done: BatchResult = await withOperator(ownerUrl, (scope) => resealBatch(scope, work));
        resealed += done.resealed;
        after = done.last;
        onProgress(resealed);
      } while (after !== null);
    }
  }
  const removed = await withOperator(ownerUrl, async ({ db }) => {
    const keys = await db.key.findMany({
      where: { purpose: "sealing" },
      orderBy: [{ activatesAt: "asc" }, { id: "asc" }],
    });
    const stoppedBefore = Date.now() - OVERLAP * 1000;
    const idle = keys.filter((_, n) => {
      const next = keys[n + 1];
      return next && next.activatesAt.getTime() < stoppedBefore;
    });
    await db.key.deleteMany({ where: { id: { in: idle.map((key) => key.id) } } });
    return idle.map((key) => key.id);
  });
  return { id, resealed, removed };
}

interface BatchResult {
  resealed: number;
  /** Where the next batch goes on; null when there is none. */
  last: string | null;
}

interface Batch {
  tenantId: string;
  table: string;
  column: string;
  /** The column that tells rows of a tenant apart. */
  key: string;
  after: string | null;
  rootSecret: string;
  newest: string;
}

async function resealBatch(scope: OperatorScope, batch: Batch): Promise<BatchResult> {
  const { db, enterTenant, asOwner } = scope;
  const { tenantId, rootSecret, newest } = batch;
  await lockKeys(scope);
  const known = await db.key.findMany({ orderBy: [{ activatesAt: "asc" }, { id: "asc" }] });
  if (known.findLast(({ purpose }) => purpose === "sealing")?.id !== newest) {
    throw new Error("Another rotation has begun, which seals every secret anew.");
  }
  const keys = new Map(known.map((key) => [key.id, key]));
  await enterTenant(tenantId);
  await asOwner();
  const [table, column, key] = [batch.table, batch.column, batch.key].map((name) =>
    Prisma.raw(`"${name}"`),
  );
  const after = batch.after ?? "00000000-0000-0000-0000-000000000000";
  const rows = await db.$queryRaw<{ id: string; sealed: string }[]>`
    SELECT ${key} AS id, ${column} AS sealed FROM ${table}
    WHERE tenant_id = ${tenantId}::uuid AND ${key} > ${after}::uuid AND ${column} IS NOT NULL
      AND ${column} NOT LIKE ${`${newest}.%`}
    ORDER BY ${key} LIMIT ${BATCH} FOR UPDATE`;
  const context = sealedContext(tenantId, `${batch.table}.${batch.column}` as SealedColumn);
  const open = (id: string) => {
    const record = keys.get(id);
    if (!record) throw new Error(`The sealing key ${id} is not there.`);
    return new Uint8Array(Buffer.from(unwrapKey(rootSecret, record), "base64url"));
  };
  const newKey = open(newest);
  for (const { id, sealed } of rows) {
    const [keyId = "", body = ""] = sealed.split(".");
    const anew = `${newest}.${seal(newKey, unseal(open(keyId), body, context), context)}`;
    await db.$executeRaw`
      UPDATE ${table} SET ${column} = ${anew}
      WHERE tenant_id = ${tenantId}::uuid AND ${key} = ${id}::uuid`;
  }
  const last = rows.length === BATCH ? (rows.at(-1)?.id ?? null) : null;
  return { resealed: rows.length, last };
}
