/** Inner line ends stay; other runs of white space become one space. */
export const readText = (text: string): string => text.replace(/[^\S\r\n]+/g, " ");

/** PUTIH and putih become Putih; mixed case is left as somebody chose it. */
export function readColor(text: string): string {
  const color = readText(text);
  const isPlain = color === color.toLowerCase() || color === color.toUpperCase();
  return isPlain ? color.charAt(0).toUpperCase() + color.slice(1).toLowerCase() : color;
}

/** Parts separated by ; or |, each once. */
export const readFeatures = (text: string): string[] => [
  ...new Set(
    text
      .split(/[;|]/)
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];

/** Addresses separated by | or white space; the first is the primary photo. */
export const readPhotos = (text: string): { url: string; primary: boolean }[] =>
  text
    .split(/[|\s]+/)
    .filter(Boolean)
    .map((url, index) => ({ url, primary: index === 0 }));
