import sharp from "sharp";

const WIDTH = 4_000;
const HEIGHT = 3_000;

/** Coarse noise enlarged, as of things with edges, with a sensor's fine noise on it. */
async function phonePhoto(): Promise<Uint8Array> {
  const noise = (width: number, height: number, sigma: number) =>
    sharp({
      create: {
        ...{ width, height, channels: 3, background: "#808080" },
        noise: { type: "gaussian", mean: 128, sigma },
      },
    });
  const shapes = await noise(125, 94, 60).png().toBuffer();
  const grain = await noise(WIDTH, HEIGHT, 8).png({ compressionLevel: 1 }).toBuffer();
  return sharp(shapes)
    .resize(WIDTH, HEIGHT, { fit: "fill", kernel: "nearest" })
    .composite([{ input: grain, blend: "soft-light" }])
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Different photos of 4000 × 3000 pixels, lying on their side as a phone stores them. */
export async function phonePhotos(count: number): Promise<Uint8Array[]> {
  const photos: Uint8Array[] = [];
  while (photos.length < count) photos.push(await phonePhoto());
  return photos;
}
