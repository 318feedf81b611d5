import { CLIENT, type Database } from "./database.ts";

export type TenantStatus = "trial" | "active" | "suspended" | "expired";

export interface TenantRecord {
  id: string;
  slug: string;
  name: string;
  status: TenantStatus;
  trialEndsAt: Date | null;
  /** IANA name, such as Asia/Jakarta. */
  timeZone: string;
  phone: string | null;
  whatsappNumber: string | null;
  email: string | null;
  address: string | null;
  city: string | null;
  openingHours: unknown;
  /** The tenant's own domains, the primary one first. */
  hosts: string[];
  /** Advances with every committed change of the tenant's cars. */
  catalogueVersion: number;
}

/**
 * The tenant of a registered domain, or else of a slug. The one look-up of a request that sees
 * more than one tenant; it answers with a single row and nothing of the tenant's own tables.
 */
export async function findTenant(
  database: Database,
  key: { host?: string; slug?: string },
): Promise<TenantRecord | null> {
  const rows = await database[CLIENT].$queryRaw<
    (Omit<TenantRecord, "catalogueVersion"> & { catalogueVersion: bigint })[]
  >`SELECT * FROM find_tenant(${key.host ?? null}::text, ${key.slug ?? null}::text)`;
  const row = rows[0];
  return row ? { ...row, catalogueVersion: Number(row.catalogueVersion) } : null;
}
