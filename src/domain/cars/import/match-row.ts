import type { NewCar } from "../car-input.ts";
import type { Field } from "./fields.ts";
import type { KnownCar, KnownCars } from "./find-known-cars.ts";
import type { Reason } from "./stock-file.ts";

const against = (field: Field, value: string, message: string): Reason => ({
  field,
  column: null,
  value,
  message,
});

/** The car of the stock that a row speaks of, undefined for a new one, or why it cannot be told. */
export function matchRow(
  { displayCode, vin }: NewCar,
  { byDisplayCode, byVin }: KnownCars,
): KnownCar | undefined | Reason {
  const byCode = displayCode ? byDisplayCode.get(displayCode) : undefined;
  const sameVin = vin ? byVin.get(vin) : undefined;
  if (!vin || !byCode) return byCode ?? sameVin;
  if (sameVin && sameVin.id !== byCode.id) {
    return against(
      "vin",
      vin,
      `belongs to ${sameVin.fields.displayCode}, another car than ${displayCode}; correct one of the two`,
    );
  }
  const { vin: knownVin } = byCode.fields;
  if (knownVin && knownVin !== vin) {
    return against(
      "vin",
      vin,
      `is not that of ${displayCode} in the stock (${knownVin}), so they seem to be two cars; give this one another display code, or correct the VIN`,
    );
  }
  return byCode;
}
