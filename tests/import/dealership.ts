import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import {
  appUrl,
  type Database,
  findTenant,
  NO_ORIGIN,
  openDatabase,
  withTenant,
} from "../../src/db/index.ts";
import type { ImportOptions } from "../../src/domain/cars/import/import-options.ts";
import { importStock } from "../../src/domain/cars/import/import-stock.ts";
import { readStockFile } from "../../src/domain/cars/import/read-stock-file.ts";
import {
  describeReason,
  type OnProgress,
  type Rejection,
  type StockSource,
} from "../../src/domain/cars/import/stock-file.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { type TestApp, testOwnerUrl } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

export const NOW = new Date("2026-11-21T05:00:00Z");

const SHARED = join(import.meta.dir, "../../../shared/data");
export const sharedFile = (name: string) => join(SHARED, name);
export const hasSharedFiles = existsSync(SHARED);
if (!hasSharedFiles) {
  console.log(`Tests of the shared stock files are SKIPPED: there is no folder ${SHARED}.`);
}

/** How the shared dirty file is to be read. */
export const DIRTY: ImportOptions = {
  columns: {
    mileage: ["mileage", "mileage2"],
    fuel: ["fuel type2", "fuel type"],
    engineCc: ["engine size2", "engine size"],
  },
  constants: { brand: "Mercedes-Benz" },
};

/** A file of this content, handed over in pieces that cut lines and characters. */
export const fileOf = (content: string | Uint8Array, piece = 7): StockSource =>
  async function* () {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const step = Math.max(piece, Math.ceil(bytes.length / 5_000));
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  };

export const onDisk =
  (path: string): StockSource =>
  () =>
    createReadStream(path);

export const read = (source: StockSource | string, options: ImportOptions = {}) =>
  readStockFile(typeof source === "string" ? fileOf(source) : source, options, { now: NOW });

/** Such as `3: year: "abc" is not a year …`. */
export const explained = (rejections: Rejection[]) =>
  rejections.map(({ line, reasons }) => `${line}: ${reasons.map(describeReason).join("; ")}`);

export interface StockedDealership {
  tenant: TestTenant;
  import(
    source: StockSource | string,
    options?: ImportOptions,
    how?: { verb?: typeof importStock; onProgress?: OnProgress },
  ): ReturnType<typeof importStock>;
  /** Every column of every car, in the order of their making. */
  cars(): Promise<Record<string, unknown>[]>;
  catalogueVersion(): Promise<number>;
}

/** A dealership of a test alone, and its stock as the database holds it. */
export async function openStockedDealership(
  app: TestApp,
  database: Database,
  owner: pg.Client,
): Promise<StockedDealership> {
  const tenant = await createTestTenant(app);
  const record = async () => {
    const found = await findTenant(database, { slug: tenant.slug });
    if (!found) throw new Error("the test's tenant is gone");
    return found;
  };
  return {
    tenant,
    import: async (source, options, { verb = importStock, onProgress } = {}) => {
      const file = await read(source, options);
      const context = {
        ...{ tenant: await record(), actor: { kind: "operator" as const }, origin: NO_ORIGIN },
        ...{ now: NOW, log: createLogger("error") },
      };
      return withTenant(database, context, (scope) => verb(scope, file, { onProgress }));
    },
    cars: async () => {
      await owner.query("SELECT set_config('app.tenant_id', $1, false)", [tenant.id]);
      const { rows } = await owner.query(
        `SELECT c.*, annual_tax_until::text, price_idr::float8, credit_price_idr::float8, cost_idr::float8,
           ARRAY(SELECT url || CASE WHEN is_primary THEN ' (primary)' ELSE '' END FROM car_photos p
             WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id ORDER BY position) AS photos
         FROM cars c WHERE tenant_id = $1 ORDER BY id`,
        [tenant.id],
      );
      return rows;
    },
    catalogueVersion: async () => (await record()).catalogueVersion,
  };
}

export const openImportDatabase = () =>
  openDatabase({ url: appUrl(testOwnerUrl()), statementTimeout: 120_000, connections: 3 });

export async function connectOwner(): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: testOwnerUrl() });
  await owner.connect();
  return owner;
}
