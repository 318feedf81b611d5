import { type PictureFlaw, PictureRefused } from "../../infra/pictures.ts";

const WORDS: Record<PictureFlaw, string> = {
  type: "must be a JPEG, PNG or WebP picture",
  mixed: "must be a picture and nothing else",
  pixels: "must have at most 50 million pixels",
  broken: "is broken or cut off",
};

/** Why a file is refused, to whoever sent it. @throws any other error again. */
export function wordsOfRefusal(error: unknown): string {
  if (error instanceof PictureRefused) return WORDS[error.flaw];
  throw error;
}
