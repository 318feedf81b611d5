import type { NamedModel } from "./named-model.ts";
import { compact } from "./words.ts";

/** "320i" and "3 Series" are both of the series 3. */
const BMW = /^([1-8])(?:(\d\d)[a-z]*|series)$/;
/** "E200" and "E-Class" are both of the class E. */
const MERCEDES = /^([abcegs])(?:\d{3}[a-z]*|class)$/;

/**
 * What a model goes by together with its sisters: the series or class that its number tells, and
 * its number without the engine's letter. Only brands whose numbers are made that way have any.
 */
export function seriesFormsOf(brand: string, model: string): string[] {
  const maker = compact(brand);
  const name = compact(model);
  if (maker === "bmw") {
    const [, series, rest] = BMW.exec(name) ?? [];
    if (!series) return [];
    const forms = [`seri${series}`, `series${series}`, `${series}series`];
    return rest ? [...forms, `${maker}${series}${rest}`] : forms;
  }
  if (/^merc/.test(maker)) {
    const [, letter] = MERCEDES.exec(name) ?? [];
    return letter ? [`${letter}class`, `class${letter}`, `kelas${letter}`] : [];
  }
  return [];
}

/** The models of each series by its name: several that go by one name are told apart by the rest. */
export function seriesOf(models: NamedModel[]): Map<string, NamedModel> {
  const named = models.flatMap((model) => {
    const car = model.cars[0]?.car;
    return car ? seriesFormsOf(car.brand, car.model).map((form) => ({ form, model })) : [];
  });
  const joined = [...Map.groupBy(named, ({ form }) => form)].map(([form, found]) => {
    const [first, second] = found.map(({ model }) => model);
    if (first && !second) return [form, first] as const;
    const cars = found.flatMap(({ model }) => model.cars);
    const variantWords = new Set(cars.flatMap((car) => [...car.variantWords]));
    return [form, { key: form, cars, variantWords }] as const;
  });
  return new Map(joined);
}
