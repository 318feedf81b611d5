import { chmod } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

/** Rows of one statement. */
const AN_INSERT = 1_000;

/** @returns seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Writes the cars that are there once more, without what an import does besides. @returns seconds. */
export async function byPostgres(ownerUrl: string, folder: string) {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const empty = () =>
    owner.query(
      "DROP TABLE IF EXISTS bench_cars; CREATE TABLE bench_cars (LIKE cars INCLUDING ALL)",
    );
  await chmod(folder, 0o777);
  const path = join(folder, "cars.copy");
  await owner.query(`COPY cars TO '${path}'`);
  await empty();
  const copy = await timed(() => owner.query(`COPY bench_cars FROM '${path}'`));
  const { rows } = await owner.query<{ car: object }>("SELECT to_jsonb(cars) AS car FROM cars");
  await empty();
  const insert = await timed(async () => {
    await owner.query("BEGIN");
    for (let at = 0; at < rows.length; at += AN_INSERT) {
      const cars = JSON.stringify(rows.slice(at, at + AN_INSERT).map(({ car }) => car));
      await owner.query(
        "INSERT INTO bench_cars SELECT * FROM jsonb_populate_recordset(NULL::bench_cars, $1)",
        [cars],
      );
    }
    await owner.query("COMMIT");
  });
  await owner.end();
  return { copy, insert };
}
