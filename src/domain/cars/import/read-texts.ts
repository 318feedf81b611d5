/** Inner line ends stay; other runs of white space become one space. */
export const readText = (text: string): string => text.replace(/[^\S\r\n]+/g, " ");

/** PUTIH and putih become Putih; mixed case is left as somebody chose it. */
export function readColor(text: string): string {
  const color = readText(text);
  const isPlain = color === color.toLowerCase() || color === color.toUpperCase();
  return isPlain ? color.charAt(0).toUpperCase() + color.slice(1).toLowerCase() : color;
}

/** A list as JSON, in which a part may hold what separates parts elsewhere; null for any other text. */
function jsonList(text: string): string[] | null {
  if (!text.startsWith("[")) return null;
  try {
    const list: unknown = JSON.parse(text);
    const isList = Array.isArray(list) && list.every((part) => typeof part === "string");
    return isList ? list : null;
  } catch {
    return null;
  }
}

/** Parts separated by ; or |, each once; or a list as JSON. */
export const readFeatures = (text: string): string[] =>
  jsonList(text) ?? [
    ...new Set(
      text
        .split(/[;|]/)
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ];

/** Addresses separated by | or white space, or a list as JSON; the first is the primary photo. */
export const readPhotos = (text: string): { url: string; primary: boolean }[] =>
  (jsonList(text) ?? text.split(/[|\s]+/).filter(Boolean)).map((url, index) => ({
    url,
    primary: index === 0,
  }));
