/** Keys until a generation is the former one; a key is known for one to two of them. */
const KEYS = 131_072;
/** Of a generation: at its fullest one in five thousand new keys looks known. */
const BITS = 2 ** 22;
/** Bits that a key sets. */
const PLACES = 4;

/**
 * Tells whether a key came before, and remembers it: a Bloom filter of two generations, as that of
 * TinyLFU (https://arxiv.org/abs/1512.00727, 3.4.2). Of what comes round in at most KEYS keys it
 * knows each; now and then it takes a new one for known.
 */
export function createDoorkeeper(): (owner: string, key: string) => boolean {
  let former = new Uint32Array(BITS / 32);
  let current = new Uint32Array(BITS / 32);
  let keys = 0;

  return (owner, key) => {
    const text = `${owner} ${key}`;
    const first = Bun.hash.xxHash32(text);
    // Odd, so that the places of a key are apart.
    const step = Bun.hash.xxHash32(text, first) | 1;
    let isInFormer = true;
    let isInCurrent = true;
    for (let n = 0; n < PLACES; n += 1) {
      const place = (first + n * step) >>> 0;
      const word = (place % BITS) >>> 5;
      const bit = 1 << (place & 31);
      isInFormer &&= ((former[word] ?? 0) & bit) !== 0;
      isInCurrent &&= ((current[word] ?? 0) & bit) !== 0;
      current[word] = (current[word] ?? 0) | bit;
    }
    if (!isInCurrent) keys += 1;
    if (keys === KEYS) {
      [former, current, keys] = [current, new Uint32Array(BITS / 32), 0];
    }
    return isInFormer || isInCurrent;
  };
}
