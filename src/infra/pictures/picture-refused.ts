export type PictureFlaw = "type" | "mixed" | "pixels" | "broken";

/** Why a file is no picture to be taken. */
export class PictureRefused extends Error {
  override name = "PictureRefused";
  constructor(readonly flaw: PictureFlaw) {
    super(`the picture is refused: ${flaw}`);
  }
}
