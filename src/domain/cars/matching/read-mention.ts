import { type ModelNames, modelOf } from "./model-names.ts";
import type { NamedModel } from "./named-model.ts";
import { colourOf, transmissionOf, wordsOf } from "./words.ts";

/** What a message says of the car that is asked for; what it says of the customer's own is left out. */
export interface CarMention {
  models: { model: NamedModel; quality: number }[];
  years: Set<number>;
  colours: Set<string>;
  transmissions: Set<"manual" | "automatic">;
  /** Rupiah. */
  prices: number[];
  /** Everything else that may be part of a variant's name. */
  words: Set<string>;
}

const OWNER = /^(saya|sy|gue|gw|aku|kami|ane)$/;
/** After these "saya" is who acts, and owns nothing yet. */
const ACTS =
  /^(mau|minat|ingin|pengen|lihat|liat|tertarik|ambil|bayar|bisa|cek|datang|dateng|kesana|ke|tunggu|tanya|butuh|cari|dp|transfer|punya|jual|lelang|serius|boleh|dapat|sudah)$/;
const SELLS = /^(jual|jualin|lelang|lepas|over)$/;
/** Words before a sale of the customer's own, also as a question whether the dealer buys. */
const OFFERS =
  /^(mau|mw|ingin|pengen|pingin|pgn|niat|saya|sy|bisa|bs|titip|terima|nerima|menerima)$/;
/** Where who sells goes on to the car that is wanted instead. */
const WANTS = /^(ambil|ngambil|beli|ganti|cari|nyari|tanya|nanya|tertarik)$/;
const SWAPS = /^(tukar|tuker|tukerin|ditukar|dituker|tt|barter)$/;
const TOWARDS = /^(ke|jadi|sama|dengan|dgn|dg|sm)$/;
const ENDS =
  /^(mau|bisa|ke|jadi|sama|dengan|dgn|dituker|ditukar|tukar|tuker|tt|ga|gak|buat|untuk)$/;
/** Sums beside these are not a car's price. */
const PAYMENT =
  /^(dp|cicilan|cicil|angsuran|budget|bajet|nambah|tambah|dibawah|bulan|km|kilometer|tenor)$/;
const MILLION = /^(jt|juta|jutaan|jeti)$/;
const BILLION = /^(m|milyar|miliar)$/;

/** Which words are about a car that the customer owns, and offers. */
function ownedWords(words: string[], isModel: (n: number) => boolean): boolean[] {
  const owned = words.map(() => false);
  const mark = (from: number, to: number) => owned.fill(true, Math.max(0, from), Math.max(0, to));
  const until = (from: number) => {
    const end = words.findIndex((word, n) => n >= from && ENDS.test(word));
    return end < 0 ? words.length : end;
  };
  words.forEach((word, n) => {
    const next = words[n + 1] ?? "";
    const before = words[n - 1] ?? "";
    if (word === "punya" && words.slice(0, n + 2).some((w) => OWNER.test(w))) mark(n, until(n + 1));
    if (SELLS.test(word) && OFFERS.test(before)) {
      const swap = words.findIndex((w, at) => at > n && (SWAPS.test(w) || WANTS.test(w)));
      mark(n, swap < 0 ? words.length : swap);
    }
    if (SWAPS.test(word)) {
      const from = next === "tambah" ? n + 2 : n + 1;
      const skipped = /^(ga|gak|nggak|ngga|tidak|dong|ya)$/.test(words[from] ?? "")
        ? from + 1
        : from;
      const hasOwn = owned.some((is, at) => is && at < n);
      const isTarget = TOWARDS.test(words[skipped] ?? "") || word === "ditukar" || hasOwn;
      if (!isTarget && isModel(skipped)) mark(skipped, until(skipped + 1));
    }
    if (OWNER.test(word) && !ACTS.test(next) && n > 0) {
      const start = [1, 2, 3, 4].map((back) => n - back).find((at) => at >= 0 && isModel(at));
      if (start !== undefined) {
        const isDated = /^(th|thn|tahun)$/.test(next);
        mark(start, n + (isDated ? 3 : 1));
      }
    }
  });
  return owned;
}

/** Sums of money that may be a car's price; a bare number may be millions. */
function pricesOf(words: string[]): number[] {
  return words.flatMap((word, n) => {
    if (!/^\d+(\.\d+)?$/.test(word)) return [];
    if ([words[n - 1], words[n - 2]].some((near) => PAYMENT.test(near ?? ""))) return [];
    const number = Number(word);
    const unit = words[n + 1] ?? "";
    if (BILLION.test(unit)) return [number * 1e9];
    if (MILLION.test(unit)) return [number * 1e6];
    if (number >= 10_000_000) return [number];
    return Number.isInteger(number) && number >= 50 && number < 1900 ? [number * 1e6] : [];
  });
}

/** Reads a message against the models of a stock. */
export function readMention(names: ModelNames, text: string): CarMention {
  const words = wordsOf(text);
  const found: { from: number; to: number; model: NamedModel; quality: number }[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (const length of [4, 3, 2, 1]) {
      const to = from + length;
      if (to > words.length) continue;
      // "BMW 320jt" tells a sum, no model.
      if (/^\d+$/.test(words[to - 1] ?? "") && MILLION.test(words[to] ?? "")) continue;
      const joined = words.slice(from, to).join("");
      const hit =
        length === 1 || names.byForm.has(joined) || length === 2 ? modelOf(names, joined) : null;
      // Two words are one misspelt name only if neither is a name or a word of talk by itself.
      if (!hit || (length === 2 && hit.quality < 1)) continue;
      found.push({ from, to, ...hit });
      from += length - 1;
      break;
    }
  }
  const isModel = (n: number) => found.some(({ from, to }) => n >= from && n < to);
  const owned = ownedWords(words, isModel);
  const asked = words.map((word, n) => (owned[n] ? "" : word));
  const inModel = new Set(
    found.flatMap(({ from, to }) => [...Array(to - from).keys()].map((n) => n + from)),
  );
  const rest = asked.filter((word, n) => word && !inModel.has(n));
  const pick = <Value>(read: (word: string) => Value | null) =>
    new Set(rest.map(read).filter((value) => value !== null));
  return {
    models: found.filter(({ from }) => !owned[from]),
    years: pick((word) => (/^(19[89]\d|20[0-4]\d)$/.test(word) ? Number(word) : null)),
    colours: pick(colourOf),
    transmissions: pick(transmissionOf),
    prices: pricesOf(asked),
    words: new Set([
      ...rest,
      ...found.filter(({ from }) => !owned[from]).map(({ from }) => asked[from] ?? ""),
    ]),
  };
}
