import leven from "leven";
import { type NamedModel, namedModel } from "./named-model.ts";
import { seriesOf } from "./series-names.ts";
import type { StockCar } from "./stock-car.ts";
import { compact, isTalk, soundOf, wordsOf } from "./words.ts";

/** Words that many models or variants carry: alone they name no car. */
export const SHARED = new Set(
  `all air amg auto bensin city cross diesel double elite ev executive exclusive extra grand gr great
  hatchback highway hybrid land line long lounge luxury new limited matic manual mini one plus power
  premium prestige prime range s sedan signature sport sporty star std super touring turbo type urban
  wagon`.split(/\s+/),
);

/** Other cars that customers speak of, mostly their own: what is said beside them is about them. */
export const OTHER_MODELS =
  `agya alphard almaz altis apv avanza ayla baleno brio calya camry captiva carnival carry cayla
  chevrolet city civic civilian colt confero confero cortez corolla creta crv ertiga escudo estilo etios
  everest evalia feroza ferio fiesta fortuner freed futura getz gran grandis granmax hilux hrv ignis
  innova jazz jimny juke karimun kicks kijang kuda l300 livina luxio lancer mobilio march mirage navara
  outlander pajero panther picanto raize ranger rush santafe sigra sienta sirion serena spin splash
  starlet stargazer swift sx4 taft teana terios terrano touring triton trajet veloz vios voxy wrv xenia
  xpander xtrail yaris zebra`.split(/\s+/);

export interface ModelNames {
  byForm: Map<string, NamedModel>;
  /** Forms that may be misspelt, by the first letter of their sound. */
  bySound: Map<string, { sound: string; model: NamedModel }[]>;
}

/** What a model may be called: its whole name, with its brand, and each word that names no other. */
function formsOf(brand: string, model: string): string[] {
  const words = wordsOf(model);
  const whole = words.join("");
  const own = words.filter(
    (word) => !SHARED.has(word) && /[a-z]/.test(word) && (word.length > 2 || /\d/.test(word)),
  );
  const pairs = words.slice(1).map((word, n) => `${words[n]}${word}`);
  const brands = [compact(brand), ...wordsOf(brand).filter((word) => word.length > 2)];
  const needsBrand = whole.length < 3 && !/[a-z]\d|\d[a-z]/.test(whole);
  const alone = needsBrand ? [] : [whole, ...own, ...pairs];
  const short = words[0] && words[0].length === 2 && words.length > 1 ? [words[0]] : [];
  return [...alone, ...brands.flatMap((name) => [whole, ...short].map((form) => name + form))];
}

/** The variants by which a model goes as if they were its name: Veloz, Reborn. */
function aliasesOf(cars: StockCar[]): Map<string, string> {
  const keys = new Map<string, Set<string>>();
  for (const car of cars) {
    for (const word of wordsOf(car.variant ?? "")) {
      if (word.length < 5 || /\d/.test(word) || SHARED.has(word) || isTalk(word)) continue;
      keys.set(word, (keys.get(word) ?? new Set()).add(keyOf(car)));
    }
  }
  const single = [...keys].filter(([, found]) => found.size === 1);
  return new Map(single.map(([word, found]) => [word, [...found][0] ?? ""]));
}

const keyOf = ({ brand, model }: StockCar): string => `${compact(brand)} ${compact(model)}`;

/** Every name by which customers may call the models of a stock. */
export function modelNamesOf(cars: StockCar[]): ModelNames {
  const byForm = new Map<string, NamedModel>();
  const models = [...Map.groupBy(cars, keyOf)].map(([key, found]) => namedModel(key, found));
  // A whole name goes before a part of a longer one: Livina before Grand Livina's second word.
  for (const model of models) {
    const car = model.cars[0]?.car;
    if (car) byForm.set(compact(car.model), model);
  }
  for (const model of models) {
    const car = model.cars[0]?.car;
    for (const form of car ? formsOf(car.brand, car.model) : []) {
      if (!byForm.has(form)) byForm.set(form, model);
    }
  }
  for (const [form, model] of seriesOf(models)) if (!byForm.has(form)) byForm.set(form, model);
  const aliases = aliasesOf(cars);
  for (const model of models) {
    for (const [word, key] of aliases) {
      if (key === model.key && !byForm.has(word)) byForm.set(word, model);
    }
  }
  for (const [form, { key }] of [...byForm]) {
    if (/^\d+$/.test(form) && key) byForm.delete(form);
  }
  for (const name of OTHER_MODELS) if (!byForm.has(name)) byForm.set(name, namedModel(name, []));
  const sounds = [...byForm]
    .filter(([form]) => form.length >= 4 && !/\d/.test(form))
    .map(([form, model]) => ({ sound: soundOf(form), model }));
  return { byForm, bySound: Map.groupBy(sounds, ({ sound }) => sound[0] ?? "") };
}

/** Letters by which a word may miss a name of its length. */
const slips = (length: number) => (length >= 8 ? 2 : length >= 5 ? 1 : 0);

/** The model that a word names, also misspelt, with how well: 1 as written, less by ear. */
export function modelOf(
  { byForm, bySound }: ModelNames,
  word: string,
): { model: NamedModel; quality: number } | null {
  const exact = byForm.get(word);
  if (exact) return { model: exact, quality: 1 };
  if (word.length < 3 || /\d/.test(word) || isTalk(word) || SHARED.has(word)) return null;
  const sound = soundOf(word);
  let best: { model: NamedModel; distance: number } | null = null;
  for (const name of bySound.get(sound[0] ?? "") ?? []) {
    const most = Math.min(slips(sound.length), slips(name.sound.length));
    if (Math.abs(name.sound.length - sound.length) > most) continue;
    const distance = leven(sound, name.sound, { maxDistance: most + 1 });
    if (distance <= most && (!best || distance < best.distance)) {
      best = { model: name.model, distance };
    }
  }
  return best && { model: best.model, quality: best.distance === 0 ? 0.98 : 0.94 };
}
