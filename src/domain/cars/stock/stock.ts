import type { NameColumn, StockColumns } from "./columns.ts";
import { indexBytesOf } from "./search/index-bytes.ts";
import { idAt } from "./stock-ids.ts";
import type { Order } from "./stock-orders.ts";

export const NAME_COLUMNS = ["brand", "model", "variant", "color", "location"] as const;
export type NameColumnName = (typeof NAME_COLUMNS)[number];

/** A dealership's columns with what keeps them sorted and up to date. */
export interface Stock extends StockColumns {
  /** From where the next reading goes on. */
  horizon: string;
  /** Four words a place. */
  ids: Uint32Array;
  /** Places in ascending order. */
  orders: Record<Order, Int32Array>;
  /** Codes by name in lower case. */
  codes: Record<NameColumnName, Map<string, number>>;
}

const names = (): NameColumn => ({ codes: new Uint32Array(0), names: [""] });
const codes = () => new Map([["", 0]]);
const nobody = () => new Int32Array(0);

/** A stock that holds nothing yet. */
export function emptyStock(): Stock {
  const stock: Stock = {
    ...{ version: 0, epoch: 0, size: 0, horizon: "0" },
    changedAt: new Uint32Array(0),
    ids: new Uint32Array(0),
    id: (place) => idAt(stock.ids, place),
    status: new Uint8Array(0),
    listedAt: new Float64Array(0),
    price: new Float64Array(0),
    mileage: new Int32Array(0),
    year: new Uint16Array(0),
    transmission: new Uint8Array(0),
    fuel: new Uint8Array(0),
    bodyType: new Uint8Array(0),
    ...{ brand: names(), model: names(), variant: names(), color: names(), location: names() },
    displayCode: [],
    orders: {
      id: nobody(),
      listedAt: nobody(),
      price: nobody(),
      year: nobody(),
      mileage: nobody(),
    },
    codes: { brand: codes(), model: codes(), variant: codes(), color: codes(), location: codes() },
  };
  return stock;
}

const PLAIN_COLUMNS = [
  "changedAt",
  "status",
  "listedAt",
  "price",
  "mileage",
  "year",
  "transmission",
  "fuel",
  "bodyType",
  "ids",
] as const;

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

function longer<Column extends Numbers>(column: Column, length: number): Column {
  // The constructor of a column makes columns of the same kind.
  const grown = new (column.constructor as new (length: number) => Column)(length);
  grown.set(column);
  return grown;
}

/** Makes room for that many cars, and for some more where the stock grows. */
export function reserve(stock: Stock, cars: number): void {
  if (cars <= stock.status.length) return;
  const room = stock.size === 0 ? cars : Math.ceil(cars * 1.25) + 16;
  stock.changedAt = longer(stock.changedAt, room);
  stock.ids = longer(stock.ids, room * 4);
  stock.status = longer(stock.status, room);
  stock.listedAt = longer(stock.listedAt, room);
  stock.price = longer(stock.price, room);
  stock.mileage = longer(stock.mileage, room);
  stock.year = longer(stock.year, room);
  stock.transmission = longer(stock.transmission, room);
  stock.fuel = longer(stock.fuel, room);
  stock.bodyType = longer(stock.bodyType, room);
  for (const name of NAME_COLUMNS) stock[name].codes = longer(stock[name].codes, room);
}

/** Of what a car, a name and a stock take beside numbers. */
const CODE_BYTES = 48;
const NAME_BYTES = 200;
const STOCK_BYTES = 4_096;

/** Bytes that a stock takes in memory, with the index that searches it, nearly. */
export function bytesOf(stock: Stock): number {
  let bytes = STOCK_BYTES + stock.size * CODE_BYTES;
  let names = 0;
  for (const order of Object.values(stock.orders)) bytes += order.byteLength;
  for (const name of NAME_COLUMNS) {
    bytes += stock[name].codes.byteLength + stock[name].names.length * NAME_BYTES;
    names += stock[name].names.length;
  }
  for (const name of PLAIN_COLUMNS) bytes += stock[name].byteLength;
  return bytes + indexBytesOf(stock.size, names);
}
