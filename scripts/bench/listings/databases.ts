/** Databases of their own in the benchmark's PostgreSQL, filled. */
import pg from "pg";
import { migrate } from "../../../src/db/index.ts";
import { addDealerships, openCarRows } from "./car-rows.ts";

/** Dealerships that one statement adds. */
const BATCH = 1_000;

/** So many dealerships of so many cars each. */
export interface Stock {
  tenants: number;
  cars: number;
}

/**
 * Makes a database with dealerships numbered from 1.
 * @returns its address as owner, whom row-level security does not hold.
 */
export async function makeDatabase(
  clusterUrl: string,
  name: string,
  stocks: Stock[],
): Promise<string> {
  const admin = new pg.Client({ connectionString: clusterUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const owner = new pg.Client({ connectionString: url.href });
  // Whose connection ends with the server; the query under way tells of it.
  owner.on("error", () => {});
  await owner.connect();
  await openCarRows(owner);
  let next = 1;
  for (const { tenants, cars } of stocks) {
    for (const behind = next + tenants; next < behind; ) {
      console.error(`  ${name}: dealership ${next}, of ${cars.toLocaleString("en")} cars`);
      const to = Math.min(next + BATCH, behind) - 1;
      await addDealerships(owner, { from: next, to, cars });
      next = to + 1;
    }
  }
  await owner.query("RESET session_replication_role");
  await owner.query("VACUUM (ANALYZE)");
  await owner.query("CHECKPOINT");
  await owner.end();
  return url.href;
}
