import type { NewCar } from "../car-input.ts";
import type { Reason } from "./stock-file.ts";

/** Remembers on which line of a file each display code and VIN stands first. */
export class RepeatedIdentities {
  readonly #lines = { displayCode: new Map<string, number>(), vin: new Map<string, number>() };

  /** Why a row cannot be another car; when it can, it is remembered. */
  reasons(line: number, car: NewCar): Reason[] {
    const reasons: Reason[] = [];
    const identities = (["displayCode", "vin"] as const).map((field) => ({
      field,
      value: car[field],
      lines: this.#lines[field],
    }));
    for (const { field, value, lines } of identities) {
      const first = value ? lines.get(value) : undefined;
      if (value && first !== undefined) {
        reasons.push({ field, column: null, value, message: `stands already on line ${first}` });
      }
    }
    if (reasons.length > 0) return reasons;
    for (const { value, lines } of identities) if (value) lines.set(value, line);
    return [];
  }
}
