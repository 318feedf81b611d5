import type { ListingDoor, TenantRecord } from "../../db/index.ts";
import type { ByteCache } from "../../infra/byte-cache.ts";
import { type CardRow, publicCard } from "./car-view.ts";
import type { CarCard } from "./schemas.ts";

/** A card as of a catalogue version, or null of a car that was not published. */
interface KeptCard {
  version: number;
  card: CarCard | null;
}

export interface PublicCards {
  /** Cards of those cars that are published, in the order of the ids. Not to be written. */
  of(tenant: TenantRecord, ids: string[]): Promise<CarCard[]>;
}

/** Bytes that a card takes, by the memory that many were seen to take. */
const CARD = 1_300;

/**
 * Keeps cards until the dealership's catalogue changes, and reads those that are missing in one
 * trip: a page that nobody asked for is mostly made of cards that somebody saw.
 */
export function createPublicCards(door: ListingDoor, kept: ByteCache<unknown>): PublicCards {
  return {
    of: async ({ id: tenantId, catalogueVersion: version }, ids) => {
      const cards = ids.map((id) => {
        const found = kept.get(tenantId, `card ${id}`) as KeptCard | undefined;
        return found?.version === version ? found.card : undefined;
      });
      const missing = ids.filter((_, n) => cards[n] === undefined);
      const rows = await door.readCards<CardRow & { id: string; photo: string | null }>(
        tenantId,
        missing,
      );
      const read = new Map(rows.map((row) => [row.id, publicCard(row)]));
      for (const id of missing) {
        const card = read.get(id) ?? null;
        kept.set(tenantId, `card ${id}`, { version, card } satisfies KeptCard, CARD);
      }
      return cards
        .map((card, n) => (card === undefined ? read.get(ids[n] ?? "") : card))
        .filter((card) => card != null);
    },
  };
}
