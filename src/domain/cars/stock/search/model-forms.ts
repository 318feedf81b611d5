import { SHARED } from "../../matching/model-names.ts";
import { seriesFormsOf } from "../../matching/series-names.ts";
import { wordsOf } from "../../matching/words.ts";
import { isAboutNumbers } from "./number-words.ts";

/** Parts of models' names that tell nothing alone. */
const GENERIC = new Set(
  "class series seri kelas klasse life maxi connect custom tourer verso sedan coupe hatchback van x sv".split(
    " ",
  ),
);

/** What buyers call models whose names they know otherwise. */
const MODEL_NICKNAMES = new Map(
  Object.entries({
    xpander: "ekspander expander xpender",
    alphard: "alpart alphrad",
    kijanginnova: "innovareborn",
    innova: "innovareborn",
    pajerosport: "pajero",
    landcruiser: "landcruser lc",
    xtrail: "extrail ekstrail",
  }),
);

/** What a model of a brand is called, without spaces: its whole name, nicknames and parts. */
export function modelFormsOf(
  brand: string,
  model: string,
): { form: string; isWhole: boolean; needsBrand: boolean }[] {
  const words = wordsOf(model);
  const whole = words.join("");
  if (!whole) return [];
  const isShort = whole.length < 3 || /^\d+$/.test(whole);
  const needsBrand = isShort && !/[a-z]\d|\d[a-z]/.test(whole);
  const own =
    words.length > 1
      ? words.filter(
          (word) =>
            word.length > 2 &&
            /[a-z]/.test(word) &&
            !SHARED.has(word) &&
            !GENERIC.has(word) &&
            !isAboutNumbers(word),
        )
      : [];
  const inner = words.length > 2 ? words.slice(1).map((word, at) => `${words[at]}${word}`) : [];
  const bare =
    words.length > 1 && GENERIC.has(words.at(-1) ?? "") ? [words.slice(0, -1).join("")] : [];
  const brandless = bare.map((form) => ({
    form,
    isWhole: true,
    needsBrand: form.length < 2 || (form.length === 2 && !/\d/.test(form)),
  }));
  return [
    { form: whole, isWhole: true, needsBrand },
    ...(MODEL_NICKNAMES.get(whole)?.split(" ") ?? []).map((form) => ({
      form,
      isWhole: true,
      needsBrand: false,
    })),
    ...seriesFormsOf(brand, model).map((form) => ({ form, isWhole: true, needsBrand: false })),
    ...brandless,
    ...[...own, ...inner].map((form) => ({ form, isWhole: false, needsBrand: false })),
  ];
}
