export interface Quantity {
  /** What stands before the digits, such as Rp or £. */
  prefix: string;
  /** One number; two when a lone separator may group thousands or mark a decimal, grouped first. */
  readings: number[];
  /** The words after the digits, in lower case, such as jt or km. */
  suffixes: string[];
}

const PARTS = /^([^\d\s.,'+-]*\.?)\s*(\d(?:[\d.,' \u00a0\u202f]*\d)?)\s*(.*)$/u;
const GROUPED = /^([1-9]\d{0,2})((?:([.,' \u00a0\u202f])\d{3})(?:\3\d{3})*)(?:([.,])(\d{1,2}))?$/u;

function readNumber(digits: string): number[] {
  if (/^\d+$/.test(digits)) return [Number(digits)];
  const readings: number[] = [];
  const grouped = GROUPED.exec(digits);
  if (grouped && grouped[3] !== grouped[4]) {
    const whole = `${grouped[1]}${grouped[2]}`.replace(/\D/g, "");
    readings.push(Number(`${whole}.${grouped[5] ?? 0}`));
  }
  if (/^\d+[.,]\d+$/.test(digits)) readings.push(Number(digits.replace(",", ".")));
  return readings;
}

/** Splits "Rp 1,2 miliar" or "45.000 km" into its parts; null when there is no number in it. */
export function readQuantity(text: string): Quantity | null {
  const match = PARTS.exec(text);
  if (!match) return null;
  const readings = readNumber(match[2] ?? "");
  if (readings.length === 0) return null;
  const suffixes = (match[3] ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return { prefix: match[1] ?? "", readings, suffixes };
}
