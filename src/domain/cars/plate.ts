const PLATE = /^([A-Z]{1,2})(?:\s*(\d{1,4})(?:\s*([A-Z]{1,3}))?)?$/;

export interface Plate {
  /** Written with single spaces: B 1234 XYZ. */
  plate: string;
  /** Letters of the area of registration, such as B. */
  area: string;
  /** Of the last digit, which decides the days a car may enter central Jakarta. */
  parity: "odd" | "even" | null;
}

/** An Indonesian plate, or its area alone; null when it is neither. */
export function parsePlate(input: string): Plate | null {
  const match = PLATE.exec(
    input
      .trim()
      .toUpperCase()
      .replace(/[\s.-]+/g, " "),
  );
  if (!match) return null;
  const [, area = "", digits, letters] = match;
  const parity = digits ? (Number(digits) % 2 === 0 ? "even" : "odd") : null;
  return { plate: [area, digits, letters].filter(Boolean).join(" "), area, parity };
}
