import { fileTypeFromBuffer } from "file-type";
import { extensionOf, MEDIA_TYPES } from "./media-types.ts";

/** Names that the library has for the same formats. */
const ALIASES: Record<string, string> = {
  "audio/ogg; codecs=opus": "audio/ogg",
  "application/ogg": "audio/ogg",
  "audio/x-m4a": "audio/mp4",
  "video/x-m4v": "video/mp4",
  "image/apng": "image/png",
};

/** The container of Office until 2003, which does not tell what it holds. */
const OLD_OFFICE = "application/x-cfb";
const OLD_OFFICE_TYPES = [
  ...["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"],
];

/** Anything that a browser might take for a page. */
const MARKUP = /<[a-z!?/]/i;
const CONTROLS = /(?![\t\n\v\f\r])\p{Cc}/u;

/**
 * What the bytes of a file are, whatever its name and its server say; null for what is not kept.
 * The name decides between formats alone that nothing in the bytes tells apart.
 */
export async function sniffMedia(
  bytes: Uint8Array,
  filename: string | null,
): Promise<string | null> {
  const extension = extensionOf(filename);
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (!found) return extension === "txt" && isPlainText(bytes) ? "text/plain" : null;
  if (found.mime === OLD_OFFICE) {
    return OLD_OFFICE_TYPES.find((type) => MEDIA_TYPES[type]?.includes(extension)) ?? null;
  }
  const type = ALIASES[found.mime] ?? found.mime;
  if (type === "text/vcard" && !isPlainText(bytes)) return null;
  return type in MEDIA_TYPES ? type : null;
}

function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.length > 0 && !MARKUP.test(text) && !CONTROLS.test(text);
  } catch {
    return false;
  }
}
