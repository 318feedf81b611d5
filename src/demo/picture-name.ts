/** Kinds of car that can be drawn. */
export const BODIES = ["hatchback", "sedan", "suv", "mpv", "pickup", "coupe"] as const;
export type Body = (typeof BODIES)[number];

/** Colours by their Indonesian names, as they are painted. */
export const COLOURS = {
  putih: "#eef0f2",
  hitam: "#0d0f12",
  "abu-abu": "#5d646c",
  silver: "#b4bac1",
  merah: "#a80a18",
  biru: "#123f86",
  hijau: "#123c2c",
  cokelat: "#4b3426",
  oranye: "#d4581a",
} as const;
export type Colour = keyof typeof COLOURS;

export const VIEWS = ["front", "side", "rear", "interior"] as const;
export type View = (typeof VIEWS)[number];

export interface Picture {
  body: Body;
  colour: Colour;
  view: View;
}

/** body-colour-view.svg, such as suv-abu-abu-side.svg. */
export const PICTURE_NAME = new RegExp(
  `^(?<body>${BODIES.join("|")})-(?<colour>${Object.keys(COLOURS).join("|")})-(?<view>${VIEWS.join("|")})\\.svg$`,
);

/** The picture of a name, or null when there is none. */
export function parsePictureName(name: string): Picture | null {
  // The expression admits no other words than those of the lists.
  const parts = PICTURE_NAME.exec(name)?.groups as Picture | undefined;
  return parts ? { ...parts } : null;
}

/** Where the app serves a picture. */
export const picturePath = ({ body, colour, view }: Picture): string =>
  `/demo/pictures/${body}-${colour}-${view}.svg`;
