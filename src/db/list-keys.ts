import { CLIENT, type Database } from "./database.ts";

/** A key of the installation, wrapped: worthless without the root secret. */
export interface KeyRecord {
  id: string;
  purpose: "signing" | "sealing";
  /** Of signing keys: what verifies their signatures. */
  publicJwk: unknown;
  wrapped: string;
  activatesAt: Date;
  retiresAt: Date | null;
}

/** Every key of the installation, the oldest first. It belongs to no tenant and tells of none. */
export const listKeys = (database: Database): Promise<KeyRecord[]> =>
  database[CLIENT].$queryRaw<KeyRecord[]>`SELECT * FROM list_keys()`;
