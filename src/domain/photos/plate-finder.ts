import type { Rotation } from "../../infra/pictures/rotation.ts";
import { type PlateShares, plateText } from "./plate.ts";

/** A picture in which a plate is looked for. */
export interface SearchedPicture {
  content: Uint8Array;
  /** How it is shown. */
  rotation: Rotation;
}

/** Finds the number plate in a picture: as plateText writes it, empty where there is none. */
export type PlateFinder = (picture: SearchedPicture) => Promise<string>;

/** Somebody marked it, on the picture as it is shown. */
export const markedByHand =
  (shares: PlateShares): PlateFinder =>
  async ({ rotation }) =>
    plateText(shares, rotation);

/** Somebody said that there is none to be covered. */
export const noPlate: PlateFinder = async () => "";
