import { GONE, type NameColumn, type StockColumns } from "../../src/domain/cars/stock/columns.ts";
import { BODY_TYPES, FUELS, STATUSES, TRANSMISSIONS } from "../../src/domain/cars/vocabulary.ts";

/** A car as a test writes it. */
export interface StockRow {
  brand: string;
  model: string;
  year: number;
  variant?: string;
  price?: number;
  mileage?: number;
  transmission?: string;
  fuel?: string;
  bodyType?: string;
  color?: string;
  location?: string;
  displayCode?: string;
  status?: string;
  /** Milliseconds since 1970; later rows are newer unless told. */
  listedAt?: number;
}

const place = (list: readonly string[], word: string | undefined) => list.indexOf(word ?? "") + 1;

/** Columns that a test may write to, as the loader does. */
export interface WritableStock extends StockColumns {
  /** Writes a car at a place, a new one unless told; null removes it. */
  write(row: StockRow | null, at?: number): number;
}

function codeOf({ names }: NameColumn, known: Map<string, number>, name = ""): number {
  const key = name.toLowerCase();
  const code = known.get(key) ?? names.push(name) - 1;
  known.set(key, code);
  return code;
}

/** A stock of rows, each at its own place in their order. */
export function stockOf(rows: StockRow[], room = 16): WritableStock {
  const most = rows.length + room;
  const column = () => ({ codes: new Uint32Array(most), names: [""] });
  const known = { brand: 0, model: 0, variant: 0, color: 0, location: 0 };
  const codes = Object.fromEntries(
    Object.keys(known).map((name) => [name, new Map([["", 0]])]),
  ) as Record<keyof typeof known, Map<string, number>>;
  const stock: WritableStock = {
    ...{ version: 1, epoch: 0, size: 0, changedAt: new Uint32Array(most) },
    id: (at) => `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`,
    ...{ status: new Uint8Array(most), listedAt: new Float64Array(most) },
    ...{
      price: new Float64Array(most),
      mileage: new Int32Array(most),
      year: new Uint16Array(most),
    },
    ...{ transmission: new Uint8Array(most), fuel: new Uint8Array(most) },
    ...{ bodyType: new Uint8Array(most), brand: column(), model: column(), variant: column() },
    ...{ color: column(), location: column(), displayCode: [] },
    write: (row, at = stock.size) => {
      stock.epoch += 1;
      stock.changedAt[at] = stock.epoch;
      stock.size = Math.max(stock.size, at + 1);
      stock.status[at] = row ? STATUSES.indexOf((row.status ?? "available") as "sold") : GONE;
      if (!row) return at;
      stock.listedAt[at] = row.listedAt ?? 1_700_000_000_000 + at * 1_000;
      stock.price[at] = row.price ?? -1;
      stock.mileage[at] = row.mileage ?? -1;
      stock.year[at] = row.year;
      stock.transmission[at] = place(TRANSMISSIONS, row.transmission);
      stock.fuel[at] = place(FUELS, row.fuel);
      stock.bodyType[at] = place(BODY_TYPES, row.bodyType);
      for (const name of ["brand", "model", "variant", "color", "location"] as const) {
        stock[name].codes[at] = codeOf(stock[name], codes[name], row[name]);
      }
      stock.displayCode[at] = row.displayCode ?? `CAR-${at + 1}`;
      return at;
    },
  };
  for (const row of rows) stock.write(row);
  return stock;
}
