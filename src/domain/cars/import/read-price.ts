import { HIGHEST_PRICE_IDR } from "../vocabulary.ts";
import { readQuantity } from "./read-quantity.ts";
import { Misread, type ReadingContext, Unconverted } from "./reading-context.ts";

const SCALES: Record<string, number> = {
  rb: 1e3,
  ribu: 1e3,
  k: 1e3,
  jt: 1e6,
  jta: 1e6,
  juta: 1e6,
  million: 1e6,
  m: 1e9,
  mlr: 1e9,
  miliar: 1e9,
  milyar: 1e9,
  billion: 1e9,
};
const SYMBOLS: Record<string, string> = {
  "": "IDR",
  rp: "IDR",
  "rp.": "IDR",
  rupiah: "IDR",
  "£": "GBP",
  $: "USD",
  us$: "USD",
  "€": "EUR",
  "¥": "JPY",
  s$: "SGD",
  a$: "AUD",
  rm: "MYR",
  "฿": "THB",
};
const CURRENCY_CODES = new Set(Intl.supportedValuesOf("currency"));
/** Words that dealers put after a price. */
const REMARKS = new Set(["nego", "net", "nett", "otr", "cash"]);
/** Rupiah. No car costs less; 185 was meant as millions, unless it says rupiah. */
export const LOWEST_PRICE_IDR = 1_000_000;
/** Above it, 185M is more likely 185 million in English than 185 miliar. */
const MOST_MILIAR_AS_M = 100;

const rupiah = (value: number) => `Rp ${value.toLocaleString("id-ID")}`;

function currencyOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (lower in SYMBOLS) return SYMBOLS[lower];
  return CURRENCY_CODES.has(word.toUpperCase()) ? word.toUpperCase() : undefined;
}

interface Amount {
  currency: string;
  /** Every amount that may be meant. */
  values: number[];
  /** Whether it is said in full: rupiah, and not thousands or millions of them. */
  isExact: boolean;
}

function readAmount(text: string): Amount | null {
  const quantity = readQuantity(text.replace(/[.,]-+$/, ""));
  if (!quantity) return null;
  let currency = currencyOf(quantity.prefix);
  let scale = 1;
  for (const word of quantity.suffixes) {
    if (word in SCALES && scale === 1) {
      scale = SCALES[word] ?? 1;
      const most = word === "m" ? MOST_MILIAR_AS_M : Number.POSITIVE_INFINITY;
      if (Math.min(...quantity.readings) >= most) return null;
    } else if (!REMARKS.has(word)) {
      currency = quantity.prefix === "" ? currencyOf(word) : undefined;
    }
  }
  if (!currency) return null;
  const values =
    scale === 1 ? quantity.readings.slice(0, 1) : quantity.readings.map((value) => value * scale);
  const isExact = scale === 1 && quantity.suffixes.includes("rupiah");
  return { currency, values, isExact };
}

/** Whole rupiah; null for 0, which means unknown. */
export function readPrice(
  text: string,
  { rates }: Pick<ReadingContext, "rates">,
): number | null | Unconverted | Misread {
  const amount = readAmount(text);
  if (!amount) return new Misread("is not a price, such as 185000000, Rp 185.000.000 or 185jt");
  const { currency, values, isExact } = amount;
  if (values.every((value) => value === 0)) return null;
  const rate = currency === "IDR" ? 1 : rates[currency];
  if (rate === undefined) return new Unconverted(currency);
  const prices = values.map((value) => Math.round(value * rate));
  const lowest = isExact ? 1 : LOWEST_PRICE_IDR;
  const [price, other] = prices.filter((value) => value >= lowest && value <= HIGHEST_PRICE_IDR);
  if (price === undefined) return outOfBounds(prices[0] ?? 0);
  if (other === undefined || other === price) return price;
  const readings = `${rupiah(price)} or ${rupiah(other)}`;
  return new Misread(`may mean ${readings}; write the whole amount in digits`);
}

/** As a price, where nothing in rupiah is a cost that is known. */
export const readCost: typeof readPrice = (text, context) =>
  /^0 rupiah$/i.test(text) ? 0 : readPrice(text, context);

const outOfBounds = (price: number) =>
  new Misread(
    price > HIGHEST_PRICE_IDR
      ? `is more than ${rupiah(HIGHEST_PRICE_IDR)}`
      : `would be ${rupiah(price)}, too little for a car; write the whole amount, or 185jt for millions`,
  );
