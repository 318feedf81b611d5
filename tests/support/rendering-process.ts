/**
 * Renders two pictures and derives one secret after the other meanwhile; tells which share of that
 * time the five longest took.
 */
import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { renderPicture } from "../../src/infra/pictures.ts";
import { noisyPhoto } from "./photo-client.ts";

const derive = promisify(pbkdf2);
const photos = await Promise.all([noisyPhoto(), noisyPhoto()]);
let renditions = 0;
let isRendering = true;
const rendering = Promise.all(
  photos.map(async (photo) => {
    for await (const _ of renderPicture(photo, 0)) renditions += 1;
  }),
).finally(() => {
  isRendering = false;
});
const waits: number[] = [];
while (isRendering) {
  const began = performance.now();
  await derive("secret", "salt", 1, 32, "sha256");
  waits.push(performance.now() - began);
}
await rendering;
const longest = waits.toSorted((one, other) => other - one).slice(0, 5);
console.log(JSON.stringify({ renditions, share: sum(longest) / sum(waits) }));

function sum(numbers: number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
