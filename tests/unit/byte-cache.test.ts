import { describe, expect, test } from "bun:test";
import { type ByteCache, createByteCache } from "../../src/infra/byte-cache.ts";

const MB = 1024 * 1024;

/** As a second visitor does, for whom a full cache makes room. */
function setTwice<V>(cache: ByteCache<V>, owner: string, key: string, value: V, bytes: number) {
  cache.set(owner, key, value, bytes);
  cache.set(owner, key, value, bytes);
}

describe("a cache of bytes", () => {
  test("holds what it was given last, and nothing of other owners", () => {
    const cache = createByteCache<string>(MB);
    cache.set("a", "key", "one", 10);
    cache.set("a", "key", "two", 10);
    cache.set("b", "key", "three", 10);
    expect(["a", "b", "c"].map((owner) => cache.get(owner, "key"))).toEqual([
      "two",
      "three",
      undefined,
    ]);
  });

  test("stays within its bytes, whatever comes, and counts what grows", () => {
    const cache = createByteCache<number>(MB);
    for (let n = 0; n < 50_000; n += 1) {
      setTwice(cache, `owner ${n % 37}`, `key ${n}`, n, (n * 7919) % 5_000);
      if (n % 3 === 0) cache.resize(`owner ${n % 37}`, `key ${n}`, 9_000);
      expect(cache.bytes).toBeLessThanOrEqual(MB);
    }
    expect(cache.bytes).toBeGreaterThan(MB / 2);
  });

  test("takes from whoever holds most: a flood of one leaves the others what they have", () => {
    const cache = createByteCache<number>(MB);
    for (let n = 0; n < 50; n += 1) cache.set("small", `key ${n}`, n, 1_000);
    for (let n = 0; n < 20_000; n += 1) setTwice(cache, "flood", `key ${n}`, n, 1_000);
    for (let n = 0; n < 50; n += 1) expect(cache.get("small", `key ${n}`)).toBe(n);
  });

  test("keeps what is asked for again and again through a flood of its own", () => {
    const cache = createByteCache<number>(MB);
    cache.set("one", "front page", 1, 1_000);
    for (let n = 0; n < 20_000; n += 1) {
      setTwice(cache, "one", `key ${n}`, n, 1_000);
      expect(cache.get("one", "front page")).toBe(1);
    }
  });

  test("half full, takes in what comes a second time, and nothing for what comes once", () => {
    const cache = createByteCache<number>(MB);
    const answers: boolean[] = [];
    for (let n = 0; n < 5_000; n += 1) answers.push(cache.set("one", `key ${n}`, n, 1_000));
    const taken = answers.indexOf(false);
    expect(cache.bytes).toBeGreaterThan(MB / 2);
    expect(cache.bytes).toBeLessThan(MB / 2 + 10_000);
    expect(answers.slice(taken).filter(Boolean).length).toBe(0);
    for (let n = 0; n < taken; n += 1) expect(cache.get("one", `key ${n}`)).toBe(n);
    expect(cache.set("one", "key 4999", 7, 1_000)).toBe(true);
    expect(cache.get("one", "key 4999")).toBe(7);
    expect(cache.set("two", "key 4998", 7, 1_000)).toBe(false);
    expect(cache.set("one", "key 0", 8, 1_000)).toBe(true);
    expect(cache.get("one", "key 0")).toBe(8);
  });

  test("half full, takes in all of many keys the second time that they come round", () => {
    const cache = createByteCache<number>(64 * MB);
    for (let n = 0; cache.bytes <= 32 * MB; n += 1) cache.set("before", `key ${n}`, n, 100_000);
    const keys = Array.from({ length: 20_000 }, (_, n) => `key ${n}`);
    const comesRound = () => keys.filter((key, n) => cache.set("one", key, n, 10)).length;
    // Some few look as if they had come before.
    expect(comesRound()).toBeLessThan(200);
    expect(comesRound()).toBe(keys.length);
    for (const [n, key] of keys.entries()) expect(cache.get("one", key)).toBe(n);
  });

  test("half full, barely grows by a flood of keys that come once", () => {
    const cache = createByteCache<number>(64 * MB);
    for (let n = 0; n < 1_000_000; n += 1) cache.set("one", `key ${n}`, n, 8_000);
    expect(cache.bytes).toBeLessThan(36 * MB);
  });

  test("does not give itself up for one large thing", () => {
    const cache = createByteCache<number>(MB);
    cache.set("one", "small", 1, 1_000);
    cache.set("one", "large", 2, MB);
    expect([cache.get("one", "small"), cache.get("one", "large")]).toEqual([1, undefined]);
  });
});
