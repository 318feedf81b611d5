/** Clockwise degrees by which staff turn a picture, besides what its camera says. */
export type Rotation = 0 | 90 | 180 | 270;
