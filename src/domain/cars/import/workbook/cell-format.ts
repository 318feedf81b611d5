/** What a number means by the way its cell shows it. */
export type CellFormat =
  | { kind: "number" | "percent" | "day" | "month" | "year" | "time" }
  | { kind: "digits"; length: number }
  /** An amount that is shown in another currency than rupiah. */
  | { kind: "money"; currency: string };

const PLAIN: CellFormat = { kind: "number" };

/** Formats that every workbook knows by number (ECMA-376 part 1, 18.8.30), besides plain numbers. */
const BUILT_IN: Record<number, string> = {
  ...{ 9: "0%", 10: "0.00%", 14: "m/d/yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy" },
  ...{ 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm" },
  ...{ 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss" },
  ...Object.fromEntries(
    [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "d/m/y"]),
  ),
};

const LITERAL = /"[^"]*"|\\.|[_*]./g;
const BRACKETS = /\[[^\]]*\]/g;
const CURRENCY = /(?:US|S|A)\$|[£$€¥฿]|\bRM\b/;
const IS_RUPIAH = /^(?:rp\.?|idr)$/i;

function currencyOf(code: string): string | undefined {
  const named = /\[\$([^\]-]+)/.exec(code)?.[1]?.trim();
  const sign = named || CURRENCY.exec(code.replace(BRACKETS, ""))?.[0];
  return sign && !IS_RUPIAH.test(sign) ? sign : undefined;
}

/** From a format's code, such as `dd/mm/yyyy`, `mmm-yy`, `0%` or `[$£-809]#,##0`. */
export function formatOf(code: string): CellFormat {
  const [first = ""] = code.split(";");
  const shown = first.replace(LITERAL, "").replace(BRACKETS, "").toLowerCase();
  if (shown === "" || shown === "general" || shown === "@") return PLAIN;
  if (/[dmyhs]/.test(shown)) {
    if (shown.includes("d")) return { kind: "day" };
    if (shown.includes("y")) return { kind: shown.includes("m") ? "month" : "year" };
    return { kind: /[hs]/.test(shown) ? "time" : "day" };
  }
  if (shown.includes("%")) return { kind: "percent" };
  if (/^0{2,}$/.test(shown)) return { kind: "digits", length: shown.length };
  const currency = currencyOf(first);
  return currency ? { kind: "money", currency } : PLAIN;
}

export const builtInFormat = (id: number): CellFormat => formatOf(BUILT_IN[id] ?? "General");
