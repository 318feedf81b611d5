const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VALUES: Record<string, number> = Object.fromEntries(
  [..."ABCDEFGH"]
    .map((letter, index) => [letter, index + 1])
    .concat(
      [..."JKLMN"].map((letter, index) => [letter, index + 1]),
      [["P", 7]],
      [["R", 9]],
      [..."STUVWXYZ"].map((letter, index) => [letter, index + 2]),
      [..."0123456789"].map((digit) => [digit, Number(digit)]),
    ),
);

/** The form in which a VIN or a shorter chassis number is kept; null when it cannot be one. */
export function parseVin(input: string): string | null {
  const vin = input
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, "");
  return /^[A-Z0-9]{5,20}$/.test(vin) ? vin : null;
}

/**
 * What is odd about a VIN, or null. The check digit (position 9, ISO 3779 weights, modulo 11) is
 * mandatory in North America only, so it warns and never refuses.
 */
export function vinWarning(vin: string): string | null {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin)) {
    return "is not a 17-character VIN (letters I, O and Q do not occur)";
  }
  const sum = [...vin].reduce(
    (total, character, index) => total + (VALUES[character] ?? 0) * (WEIGHTS[index] ?? 0),
    0,
  );
  const expected = sum % 11 === 10 ? "X" : String(sum % 11);
  return vin[8] === expected ? null : `has check digit ${vin[8]} where ${expected} is expected`;
}
