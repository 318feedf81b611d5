/** In the order of preference: the smallest body first. */
export const ENCODINGS = ["br", "zstd", "gzip"] as const;
export type Encoding = (typeof ENCODINGS)[number] | "identity";

/** Browsers have a handful of these headers; a flood of others only has them looked at again. */
const MOST_KNOWN = 500;
const known = new Map<string, Encoding>();

/** Of a name in Accept-Encoding, 0 to 1; null when it is not named (RFC 9110, 12.5.3). */
function weightOf(header: string, name: string): number | null {
  for (const part of header.split(",")) {
    const [coding = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    if (coding !== name) continue;
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return weight === undefined ? 1 : Number(weight) || 0;
  }
  return null;
}

function choose(header: string): Encoding {
  const others = weightOf(header, "*");
  let best: Encoding = "identity";
  let bestWeight = 0;
  for (const name of ENCODINGS) {
    const weight = weightOf(header, name) ?? others ?? 0;
    if (weight > bestWeight) [best, bestWeight] = [name, weight];
  }
  return (weightOf(header, "identity") ?? 0) > bestWeight ? "identity" : best;
}

/** How a client would have its body; plain when it names nothing that is known here. */
export function acceptedEncoding(header: string | undefined): Encoding {
  if (!header || header.length > 200) return "identity";
  const found = known.get(header);
  if (found) return found;
  const chosen = choose(header);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(header, chosen);
  return chosen;
}
