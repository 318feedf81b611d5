import { type Database, TIME_LIMITS, WATCH } from "./database.ts";
import { WatchedPool } from "./watched-pool.ts";

/** Cars of a dealership as a reading finds them, column by column in the order of their ids. */
export interface PackedCars {
  /** The catalogue version that it shows. */
  version: number;
  /** The last catalogue version in which a car went away altogether. */
  removedInVersion: number;
  /** What a later reading asks for to get what this one has not seen. */
  horizon: string;
  /** 16 bytes a car. */
  ids: Buffer;
  /** Milliseconds since 1970, and whole rupiah or -1: 8 bytes a car, a big-endian float. */
  listed: Buffer;
  prices: Buffer;
  /** Kilometres or -1, and years: 4 bytes a car, a big-endian integer. */
  mileages: Buffer;
  years: Buffer;
  words: Record<WordColumn, (string | null)[] | null>;
}

export type WordColumn =
  | "status"
  | "transmission"
  | "fuel"
  | "bodyType"
  | "brand"
  | "model"
  | "variant"
  | "color"
  | "location"
  | "displayCode";

export interface ListingDoor {
  /** @param since the horizon of an earlier reading; "0" for every car. */
  readStock(tenantId: string, since: string): Promise<PackedCars>;
  /** Rows of those cars that are published, in the order of the ids. */
  readCards<Row>(tenantId: string, ids: string[]): Promise<Row[]>;
  close(): Promise<void>;
}

const COLUMNS = {
  name: "stock_columns",
  text: `SELECT version, removed_in_version AS "removedInVersion", horizon, ids, listed, prices,
    mileages, years, words FROM stock_columns($1, $2)`,
};
const CARDS = { name: "list_cards", text: "SELECT list_cards($1, $2) AS cards" };

/** Stocks have connections of their own, so that cards are read while large ones are. */
const STOCK_CONNECTIONS = 4;
const CARD_CONNECTIONS = 6;
/** Milliseconds; a million cars take some 4,000. */
const WHOLE_STOCK = 30_000;

const NONE = Buffer.alloc(0);

/**
 * Public listings' way to the database, over connections of its own: one trip a reading, in which
 * PostgreSQL shows one dealership's rows alone. Nothing connects before the first reading.
 */
export function openListingDoor(database: Database, url: string): ListingDoor {
  const open = (max: number, statementTimeout: number) => {
    const pool = new WatchedPool(database[WATCH], {
      ...{ connectionString: url, max, application_name: "autoleads listings" },
      connectionTimeoutMillis: TIME_LIMITS.connect,
      statement_timeout: statementTimeout,
      query_timeout: statementTimeout + (TIME_LIMITS.query - TIME_LIMITS.statement),
    });
    return pool.on("error", () => {}).on("connect", (one) => one.on("error", () => {}));
  };
  const stocks = open(STOCK_CONNECTIONS, WHOLE_STOCK);
  const cards = open(CARD_CONNECTIONS, TIME_LIMITS.statement);
  return {
    readStock: async (tenantId, since) => {
      const { rows } = await stocks.query({ ...COLUMNS, values: [tenantId, since] });
      const [row] = rows;
      return {
        version: Number(row.version ?? 0),
        removedInVersion: Number(row.removedInVersion ?? 0),
        horizon: row.horizon,
        ids: row.ids ?? NONE,
        listed: row.listed ?? NONE,
        prices: row.prices ?? NONE,
        mileages: row.mileages ?? NONE,
        years: row.years ?? NONE,
        words: row.words,
      };
    },
    readCards: async (tenantId, ids) => {
      if (ids.length === 0) return [];
      const { rows } = await cards.query({ ...CARDS, values: [tenantId, `{${ids.join()}}`] });
      return rows[0].cards;
    },
    close: async () => {
      await Promise.all([stocks.end(), cards.end()]);
    },
  };
}
