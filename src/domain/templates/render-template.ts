export const TEMPLATE_VARIABLES = [
  "name",
  "dealership",
  "salesperson",
  "car",
  "price",
  "link",
  "opensAt",
] as const;
type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];
export type TemplateValues = Partial<Record<TemplateVariable, string | null>>;

/** What stands where there is no value, so that the sentence around it still reads well. */
const INSTEAD: Record<TemplateVariable, string> = {
  name: "Kak",
  dealership: "kami",
  salesperson: "tim kami",
  car: "mobil tersebut",
  price: "harga terbaru dari kami",
  link: "situs kami",
  opensAt: "pada jam kerja",
};

/** Characters of one value. */
const LONGEST_VALUE = 400;

const PLACE = /\{\{([^{}]*)\}\}/g;
/** Line breaks and other control characters, and marks that turn the direction of what follows. */
const UNLINEAR = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\s]+/gu;

const isVariable = (word: string): word is TemplateVariable =>
  TEMPLATE_VARIABLES.includes(word as TemplateVariable);

/** What stands between double braces, in the order of the text. */
export const placesOf = (template: string): string[] =>
  [...template.matchAll(PLACE)].map(([, word = ""]) => word.trim());

/** The words between double braces that are no variable. */
export const unknownVariables = (template: string): string[] =>
  placesOf(template).filter((word) => !isVariable(word));

const oneLine = (value: string): string =>
  [...value.replace(UNLINEAR, " ").trim()].slice(0, LONGEST_VALUE).join("");

/**
 * Puts values into a template, each on one line and at most 400 characters long. A value is text and
 * nothing else: variables in it stay as they are. An unknown variable stays too.
 */
export const renderTemplate = (template: string, values: TemplateValues): string =>
  template.replace(PLACE, (place, word: string) => {
    const variable = word.trim();
    if (!isVariable(variable)) return place;
    return oneLine(values[variable] ?? "") || INSTEAD[variable];
  });
