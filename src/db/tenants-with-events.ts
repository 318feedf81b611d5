import { CLIENT, type Database } from "./database.ts";

/** The ids of the dealerships for which the gateway posted something before a moment that nobody has worked in. */
export async function tenantsWithEvents(database: Database, before: Date): Promise<string[]> {
  const rows = await database[CLIENT].$queryRaw<{ id: string }[]>`
    SELECT id FROM tenants_with_events(${before}::timestamptz)`;
  return rows.map(({ id }) => id);
}
