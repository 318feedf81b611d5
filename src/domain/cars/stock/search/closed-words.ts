import { plainWord } from "../../import/plain-word.ts";
import { BODY_TYPE_WORDS, FUEL_WORDS, TRANSMISSION_WORDS } from "../../import/read-words.ts";
import { BODY_TYPES, FUELS, TRANSMISSIONS } from "../../vocabulary.ts";

/** What a word says of a closed list: the bits of its words, by place in the list plus 1. */
export interface ListWish {
  list: "transmission" | "fuel" | "bodyType";
  bits: number;
}

/** What buyers say besides the words of dealers' files. */
const BUYERS: Record<ListWish["list"], Record<string, string>> = {
  transmission: {
    manual: "menual, manualan",
    automatic: "metic, otomatik, maticnya, automatik, tiptronik, matick",
    semi_automatic: "amt, ags",
  },
  fuel: {
    petrol: "petrol, premium bensin",
    diesel: "disel, dizel, diesel",
    hybrid: "hybird, hibrid",
    electric: "mobil listrik, electrik, elektrik",
  },
  bodyType: {
    hatchback: "hatchbek, hatcback, mobil kecil, mobil mungil",
    suv: "jip, offroad, off road, 4wd suv",
    mpv: "mobil keluarga, keluarga, family car, family",
    pickup: "bak, pikap, mobil bak, losbak, double kabin, dcab, doublecab",
    van: "blindvan, mobil box",
    wagon: "stationwagon",
  },
};

/** Who asks for a matic takes any gearbox that shifts by itself; a hybrid may have a plug. */
const WIDER: Record<string, string[]> = {
  automatic: ["semi_automatic", "cvt", "dct"],
  cvt: [],
  hybrid: ["plugin_hybrid"],
};

/** Words of the lists that mean something else to buyers. */
const UNSAID = new Set(["other", "lainnya", "lain", "gas", "auto", "coupé"]);

function wishesOf(
  list: ListWish["list"],
  members: readonly string[],
  dealers: Record<string, string>,
): [string, ListWish][] {
  return members.flatMap((member) => {
    const bits = [member, ...(WIDER[member] ?? [])]
      .map((each) => 1 << (members.indexOf(each) + 1))
      .reduce((all, bit) => all | bit, 0);
    const names = [member, dealers[member] ?? "", BUYERS[list][member] ?? ""].join(",").split(",");
    return names
      .map(plainWord)
      .filter((name) => name && !UNSAID.has(name))
      .map((name): [string, ListWish] => [name, { list, bits }]);
  });
}

/** By word or phrase, its spaces left out. */
export const LIST_WISHES: ReadonlyMap<string, ListWish> = new Map([
  ...wishesOf("transmission", TRANSMISSIONS, TRANSMISSION_WORDS),
  ...wishesOf("fuel", FUELS, FUEL_WORDS),
  ...wishesOf("bodyType", BODY_TYPES, BODY_TYPE_WORDS),
]);

const MEMBERS = { transmission: TRANSMISSIONS, fuel: FUELS, bodyType: BODY_TYPES };

/** The words of a list that bits stand for. */
export const membersOf = (list: ListWish["list"], bits: number): string[] =>
  MEMBERS[list].filter((_, at) => (bits & (1 << (at + 1))) !== 0);
