import sharp from "sharp";

/** A picture's pixels, in red, green and blue. */
export async function pixelsOf(bytes: Uint8Array) {
  const decoded = sharp(bytes).toColourspace("srgb").removeAlpha().raw();
  const { data, info } = await decoded.toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const at = (x: number, y: number) => {
    const from = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
    return [...data.subarray(from, from + 3)] as [number, number, number];
  };
  return { width, height, at };
}

interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The greatest step from one pixel to the next within a part, of 0 to 255: what letters are made of. */
export async function detailOf(bytes: Uint8Array, part: Part): Promise<number> {
  const { width, height, at } = await pixelsOf(bytes);
  let most = 0;
  for (let y = part.y; y < part.y + part.height - 1 / height; y += 1 / height) {
    for (let x = part.x; x < part.x + part.width - 1 / width; x += 1 / width) {
      const one = at(x, y);
      for (const next of [at(x + 1 / width, y), at(x, y + 1 / height)]) {
        most = Math.max(most, Math.abs(one[0] - next[0]), Math.abs(one[1] - next[1]));
      }
    }
  }
  return most;
}

/** The greatest difference of two pictures of one size within a part. */
export async function differenceOf(one: Uint8Array, other: Uint8Array, part: Part) {
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  let most = 0;
  for (let y = part.y; y < part.y + part.height; y += 1 / a.height) {
    for (let x = part.x; x < part.x + part.width; x += 1 / a.width) {
      const [p, q] = [a.at(x, y), b.at(x, y)];
      most = Math.max(most, ...p.map((level, n) => Math.abs(level - (q[n] ?? 0))));
    }
  }
  return most;
}
