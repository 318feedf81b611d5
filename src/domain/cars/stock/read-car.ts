import type { PackedCars } from "../../../db/index.ts";
import { BODY_TYPES, FUELS, STATUSES, TRANSMISSIONS } from "../vocabulary.ts";
import { GONE } from "./columns.ts";
import { NAME_COLUMNS, type NameColumnName, type Stock } from "./stock.ts";

/** Codes of the words of a closed list, from `first` on. */
const codesOf = (list: readonly string[], first: number) =>
  new Map(list.map((word, n): [string | null, number] => [word, n + first]));
const STATUS_CODES = codesOf(STATUSES, 0);
const TRANSMISSION_CODES = codesOf(TRANSMISSIONS, 1);
const FUEL_CODES = codesOf(FUELS, 1);
const BODY_TYPE_CODES = codesOf(BODY_TYPES, 1);

const viewOf = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The words of the ids of a reading, four a car. */
export function idsOf({ ids }: PackedCars): Uint32Array {
  const view = viewOf(ids);
  const words = new Uint32Array(ids.length / 4);
  for (let n = 0; n < words.length; n += 1) words[n] = view.getUint32(n * 4);
  return words;
}

function nameWriter(stock: Stock, column: NameColumnName, given: (string | null)[]) {
  const known = stock.codes[column];
  const { codes, names } = stock[column];
  // As they are spelled, which saves most names a look at their lower case.
  const asSpelled = new Map<string, number>();
  return (place: number, n: number) => {
    const name = given[n] ?? "";
    let code = asSpelled.get(name);
    if (code === undefined) {
      const plain = name.toLowerCase();
      code = known.get(plain) ?? names.push(name) - 1;
      known.set(plain, code);
      asSpelled.set(name, code);
    }
    codes[place] = code;
  };
}

/** What writes car n of a reading to a place of a stock, all but its id and its orders. */
export function carWriter(stock: Stock, packed: PackedCars): (place: number, n: number) => void {
  const [listed, prices] = [viewOf(packed.listed), viewOf(packed.prices)];
  const [mileages, years] = [viewOf(packed.mileages), viewOf(packed.years)];
  const { words } = packed;
  const [statuses, codes] = [words.status ?? [], words.displayCode ?? []];
  const [transmissions, fuels] = [words.transmission ?? [], words.fuel ?? []];
  const bodyTypes = words.bodyType ?? [];
  const writeNames = NAME_COLUMNS.map((name) => nameWriter(stock, name, words[name] ?? []));
  return (place, n) => {
    stock.changedAt[place] = stock.epoch;
    stock.status[place] = STATUS_CODES.get(statuses[n] ?? null) ?? GONE;
    stock.listedAt[place] = listed.getFloat64(n * 8);
    stock.price[place] = prices.getFloat64(n * 8);
    stock.mileage[place] = mileages.getInt32(n * 4);
    stock.year[place] = years.getInt32(n * 4);
    stock.transmission[place] = TRANSMISSION_CODES.get(transmissions[n] ?? null) ?? 0;
    stock.fuel[place] = FUEL_CODES.get(fuels[n] ?? null) ?? 0;
    stock.bodyType[place] = BODY_TYPE_CODES.get(bodyTypes[n] ?? null) ?? 0;
    stock.displayCode[place] = codes[n] ?? "";
    for (const writeName of writeNames) writeName(place, n);
  };
}
