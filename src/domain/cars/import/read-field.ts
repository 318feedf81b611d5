import { NewCar } from "../car-input.ts";
import { type Field, REQUIRED_FIELDS } from "./fields.ts";
import { readDate } from "./read-date.ts";
import { readEngine, readMileage, readOwnerNumber, readYear } from "./read-measures.ts";
import { readCost, readPrice } from "./read-price.ts";
import { readColor, readFeatures, readPhotos, readText } from "./read-texts.ts";
import {
  readBodyType,
  readBpkb,
  readFuel,
  readStatus,
  readTransmission,
  readYesNo,
} from "./read-words.ts";
import { Misread, type ReadingContext, Unconverted } from "./reading-context.ts";
import { isSheetError, isUnknownWord, unmarked } from "./text-mark.ts";

/** From a text that says something to the input of a car's field; null when that is unknown. */
type Reader = (text: string, context: ReadingContext) => unknown;

const READERS: Record<Field, Reader> = {
  displayCode: readText,
  vin: readText,
  brand: readText,
  model: readText,
  variant: readText,
  year: readYear,
  price: readPrice,
  creditPrice: readPrice,
  cost: readCost,
  transmission: readTransmission,
  fuel: readFuel,
  bodyType: readBodyType,
  color: readColor,
  mileage: readMileage,
  engineCc: readEngine,
  plate: readText,
  annualTaxUntil: readDate,
  stnkUntil: readDate,
  bpkb: readBpkb,
  ownerNumber: readOwnerNumber,
  floodFree: readYesNo,
  crashFree: readYesNo,
  features: readFeatures,
  conditionNotes: readText,
  description: readText,
  location: readText,
  status: readStatus,
  photos: readPhotos,
};

const REQUIRED = new Set<Field>(REQUIRED_FIELDS);

/** The checked value of a car's field; null when the text says that it is unknown. */
export function readField(
  field: Field,
  cell: string,
  context: ReadingContext,
): NonNullable<unknown> | null {
  const { text, isLiteral } = unmarked(field, cell.trim());
  if (!isLiteral && isUnknownWord(text)) {
    return REQUIRED.has(field) ? new Misread("is missing") : null;
  }
  if (!isLiteral && isSheetError(text)) {
    return new Misread("is an error of the spreadsheet; correct its cell");
  }
  if (text.includes("\u0000")) return new Misread("contains a NUL character");
  const value = isLiteral ? text : READERS[field](text, context);
  if (value instanceof Misread || value instanceof Unconverted) return value;
  const checked = NewCar.shape[field].safeParse(value ?? undefined);
  if (checked.success) return checked.data ?? null;
  return new Misread(checked.error.issues.map(({ message }) => message).join(", "));
}
