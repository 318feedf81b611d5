import { CLIENT, type Database } from "./database.ts";

/** The ids of the dealerships that are open at a moment, the newest first. */
export async function openTenants(database: Database, at: Date): Promise<string[]> {
  const rows = await database[CLIENT].$queryRaw<{ id: string }[]>`
    SELECT id FROM open_tenants(${at}::timestamptz)`;
  return rows.map(({ id }) => id);
}
