import { fileTypeFromBuffer } from "file-type";
import { PictureRefused } from "./picture-refused.ts";

/** What is taken, told by the content. */
const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp", "image/heic"] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** Other names of a type: of pictures that move or come in a row, one alone is taken. */
const ALIASES: Record<string, PictureType> = {
  "image/apng": "image/png",
  "image/heif": "image/heic",
  "image/heic-sequence": "image/heic",
  "image/heif-sequence": "image/heic",
};

const isTaken = (type: string | undefined): type is PictureType =>
  (PICTURE_TYPES as readonly string[]).includes(type ?? "");

/** The brands of still pictures in HEVC (ISO/IEC 23008-12): a container of others holds no such. */
const HEVC_STILL = /^(heic|heix|heim|heis)$/;
/** Bytes of a list of brands; real ones have some ten. */
const LONGEST_BRANDS = 400;

function isHevc(bytes: Uint8Array): boolean {
  const size = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  const box = Buffer.from(bytes.subarray(8, Math.min(size, LONGEST_BRANDS))).toString("latin1");
  return (box.match(/.{4}/gs) ?? []).some((brand) => HEVC_STILL.test(brand));
}

/** What makes a picture a page, a program or an archive as well. */
const PAGE = /<script|<!doctype|<html[\s>]|<\?php\s|<svg\s+xmlns/i;
const ARCHIVE_END = "PK\x05\x06";
/** Bytes of the record that ends an archive, the comment behind it left out. */
const ARCHIVE_END_BYTES = 22;
const PDF_WITHIN = 1_024;

function isMixed(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  if (PAGE.test(text) || text.slice(0, PDF_WITHIN).includes("%PDF-")) return true;
  const end = text.lastIndexOf(ARCHIVE_END);
  if (end < 0 || end + ARCHIVE_END_BYTES > text.length) return false;
  const comment = text.charCodeAt(end + 20) + 256 * text.charCodeAt(end + 21);
  return end + ARCHIVE_END_BYTES + comment === text.length;
}

/** What a file is, by its content. @throws PictureRefused type or mixed. */
export async function pictureType(bytes: Uint8Array): Promise<PictureType> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const type = ALIASES[found?.mime ?? ""] ?? found?.mime;
  if (!isTaken(type) || (type === "image/heic" && !isHevc(bytes))) {
    throw new PictureRefused("type");
  }
  if (isMixed(bytes)) throw new PictureRefused("mixed");
  return type;
}
