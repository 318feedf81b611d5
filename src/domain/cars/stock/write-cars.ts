import type { PackedCars } from "../../../db/index.ts";
import { carWriter, idsOf } from "./read-car.ts";
import { reserve, type Stock } from "./stock.ts";
import { placeOf } from "./stock-ids.ts";
import { mergeOrder, ORDERS, sortPlaces, standingOf } from "./stock-orders.ts";

/**
 * Writes the cars of one reading into a stock, which shows that reading then. Nobody sees it half
 * written, as nothing here waits.
 */
export function writeCars(stock: Stock, packed: PackedCars): void {
  stock.epoch += 1;
  if (stock.size === 0) writeAll(stock, packed);
  else writeChanged(stock, packed);
  stock.version = packed.version;
  stock.horizon = packed.horizon;
}

function writeAll(stock: Stock, packed: PackedCars): void {
  const ids = idsOf(packed);
  const cars = ids.length / 4;
  reserve(stock, cars);
  stock.ids.set(ids);
  stock.size = cars;
  const write = carWriter(stock, packed);
  for (let place = 0; place < cars; place += 1) write(place, place);
  const places = Int32Array.from({ length: cars }, (_, place) => place);
  for (const order of ORDERS) stock.orders[order] = sortPlaces(stock, order, places);
}

function writeChanged(stock: Stock, packed: PackedCars): void {
  const ids = idsOf(packed);
  const cars = ids.length / 4;
  let added = 0;
  const places = Int32Array.from({ length: cars }, (_, n) => {
    const place = placeOf(stock, ids, n);
    return place === stock.size ? stock.size + added++ : place;
  });
  const former = stock.size;
  reserve(stock, former + added);
  const standings = ORDERS.map((order) =>
    Array.from(places, (place) => (place < former ? standingOf(stock, order, place) : Number.NaN)),
  );
  stock.size += added;
  const write = carWriter(stock, packed);
  places.forEach((place, n) => {
    stock.ids.set(ids.subarray(n * 4, n * 4 + 4), place * 4);
    write(place, n);
  });
  ORDERS.forEach((order, o) => {
    const moved = places.filter(
      (place, n) => !Object.is(standingOf(stock, order, place), standings[o]?.[n]),
    );
    if (moved.length > 0) stock.orders[order] = mergeOrder(stock, order, moved);
  });
}
