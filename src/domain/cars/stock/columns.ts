/** Of a column that a closed list fills: place in the list plus 1; 0 is unknown. */
export type ListColumn = Uint8Array;

/** Of a column that names fill: place in `names`. */
export interface NameColumn {
  codes: Uint32Array;
  /** Each name once, ignoring case, as it was spelled first; "" is unknown. */
  names: string[];
}

/**
 * A dealership's stock, drafts and sold cars included, column by column in memory: car n is at
 * place n of each, up to `size`. Arrays may be longer than that. Nobody but the loader writes.
 */
export interface StockColumns {
  /** The catalogue version that it shows, or a later one. */
  version: number;
  /** Advances whenever a place is written. */
  epoch: number;
  /** Of each place, the epoch in which it was last written. */
  changedAt: Uint32Array;
  size: number;
  id(place: number): string;
  /** Place in STATUSES; GONE for a place that holds no car. */
  status: Uint8Array;
  /** Milliseconds since 1970. */
  listedAt: Float64Array;
  /** Whole rupiah; -1 is unknown. */
  price: Float64Array;
  /** Kilometres; -1 is unknown. */
  mileage: Int32Array;
  year: Uint16Array;
  transmission: ListColumn;
  fuel: ListColumn;
  bodyType: ListColumn;
  brand: NameColumn;
  model: NameColumn;
  variant: NameColumn;
  color: NameColumn;
  location: NameColumn;
  displayCode: string[];
}

export const GONE = 255;
