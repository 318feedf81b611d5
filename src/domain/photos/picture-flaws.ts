import { type PictureFlaw, PictureRefused } from "../../infra/pictures/picture-refused.ts";
import { LARGEST_PHOTO } from "./schemas.ts";

const WORDS: Record<PictureFlaw, string> = {
  type: "must be a JPEG, PNG, WebP or HEIC picture",
  mixed: "must be a picture and nothing else",
  pixels: "must have at most 50 million pixels",
  broken: "is broken or cut off",
};

/** Of a file that is not read. */
export const TOO_LARGE = `must be at most ${LARGEST_PHOTO / 1024 ** 2} MB`;

/** Why a file is refused, to whoever sent it. @throws any other error again. */
export function wordsOfRefusal(error: unknown): string {
  if (error instanceof PictureRefused) return WORDS[error.flaw];
  throw error;
}
