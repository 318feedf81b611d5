/** What the meaning of a value depends on besides its text. */
export interface ReadingContext {
  now: Date;
  /** Rupiah for one unit of a foreign currency, by its ISO 4217 code. */
  rates: Readonly<Record<string, number>>;
}

/** Why a value is not understood, said after the value: `"abc" is not a year`. */
export class Misread {
  constructor(readonly message: string) {}
}

/** A price that is understood and stays unknown, because its currency has no rate. */
export class Unconverted {
  constructor(readonly currency: string) {}
}
