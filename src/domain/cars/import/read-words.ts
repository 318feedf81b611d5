import type { BODY_TYPES, BPKB_STATES, FUELS, STATUSES, TRANSMISSIONS } from "../vocabulary.ts";
import { plainWord } from "./plain-word.ts";
import { Misread } from "./reading-context.ts";

/** Each listing's own word, and those that dealers use for it. Compared as plain words. */
function wordReader<Word extends string>(words: Record<Word, string>, examples: string) {
  const known = new Map<string, Word>();
  for (const [word, synonyms] of Object.entries<string>(words)) {
    for (const name of [word, ...synonyms.split(",")]) known.set(plainWord(name), word as Word);
  }
  return (text: string): Word | Misread =>
    known.get(plainWord(text)) ?? new Misread(`is not known; use ${examples}`);
}

export const TRANSMISSION_WORDS: Record<(typeof TRANSMISSIONS)[number], string> = {
  manual: "MT, M/T, manual transmission",
  automatic: "AT, A/T, auto, matic, matik, metik, otomatis, automatic transmission, tiptronic",
  semi_automatic: "semi auto, semi otomatis, semi matic, AMT, automated manual",
  cvt: "e-CVT, automatic CVT, AT CVT, CVT automatic",
  dct: "DSG, PDK, dual clutch, dual clutch transmission",
  other: "lainnya, lain",
};

export const readTransmission = wordReader(
  TRANSMISSION_WORDS,
  "manual, automatic, semi-automatic, CVT, DCT or other",
);

export const FUEL_WORDS: Record<(typeof FUELS)[number], string> = {
  petrol: "bensin, gasoline, benzin, pertamax, pertalite",
  diesel: "solar, biosolar, dexlite, turbo diesel",
  hybrid: "hibrida, hibrid, HEV, MHEV, mild hybrid, bensin hybrid, petrol hybrid, hybrid bensin",
  plugin_hybrid: "PHEV, plug-in, plug in hybrid",
  electric: "listrik, EV, BEV, full electric",
  lpg: "gas, elpiji",
  other: "lainnya, lain",
};

export const readFuel = wordReader(
  FUEL_WORDS,
  "petrol (bensin), diesel (solar), hybrid, PHEV, electric (listrik), LPG or other",
);

export const BODY_TYPE_WORDS: Record<(typeof BODY_TYPES)[number], string> = {
  hatchback: "hatch, city car",
  sedan: "saloon",
  suv: "jeep, crossover, SUV crossover",
  mpv: "minibus, minivan, people carrier",
  pickup: "pick up, double cabin, double cab, single cabin, single cab",
  coupe: "coupé",
  convertible: "cabriolet, cabrio, roadster",
  wagon: "estate, station wagon, touring wagon",
  van: "blind van, panel van",
  truck: "truk",
  other: "lainnya, lain",
};

export const readBodyType = wordReader(
  BODY_TYPE_WORDS,
  "hatchback, sedan, SUV, MPV, pickup, coupe, convertible, wagon, van, truck or other",
);

export const readBpkb = wordReader<(typeof BPKB_STATES)[number]>(
  {
    available: "ada, lengkap, ready, ya, yes, asli",
    in_process: "proses, dalam proses, on process, balik nama",
    held_by_lender: "leasing, di leasing, bank, di bank, jaminan",
    missing: "tidak ada, hilang, tidak, no",
  },
  "ada, proses, di leasing or tidak ada",
);

export const readStatus = wordReader<(typeof STATUSES)[number]>(
  {
    draft: "konsep",
    available: "tersedia, ready, ada, dijual, for sale",
    booking: "booked, dipesan, reserved, DP",
    sold: "terjual, laku",
  },
  "draft, available (tersedia), booking or sold (terjual)",
);

const readTruth = wordReader<"yes" | "no">(
  { yes: "y, ya, iya, true, 1, ada, bebas", no: "n, tidak, tdk, false, 0, tidak ada" },
  "ya or tidak",
);

export function readYesNo(text: string): boolean | Misread {
  const word = readTruth(text);
  return word instanceof Misread ? word : word === "yes";
}
