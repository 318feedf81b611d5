/** Files are kept whole, under keys that lead nowhere else, in a folder as in a bucket. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mediaKey } from "../../src/domain/media/media-key.ts";
import { createFolderStore } from "../../src/infra/folder-store.ts";
import type { ObjectStore } from "../../src/infra/object-store.ts";
import { createS3Store } from "../../src/infra/s3-store.ts";
import { startTestS3 } from "../support/s3-server.ts";

const folder = await mkdtemp(join(tmpdir(), "autoleads-objects-"));
const s3 = startTestS3();
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

const newKey = () => mediaKey(crypto.randomUUID(), crypto.randomUUID());
const CONTENT = new TextEncoder().encode("Foto Avanza putih");
const read = async (store: ObjectStore, ...asked: Parameters<ObjectStore["get"]>) => {
  const stream = await store.get(...asked);
  return stream && new Response(stream).text();
};

describe.each([
  { name: "a folder", store: createFolderStore(join(folder, "objects")) },
  { name: "a bucket", store: createS3Store(s3.options) },
])("$name", ({ store }) => {
  test("gives back what was put, whole or a range of it, until it is deleted", async () => {
    const key = newKey();
    expect(await store.get(key)).toBeNull();
    await store.put(key, CONTENT, "image/jpeg");
    expect(await read(store, key)).toBe("Foto Avanza putih");
    expect(await read(store, key, { start: 5, end: 10 })).toBe("Avanza");
    expect(await read(store, newKey())).toBeNull();
    await store.put(key, CONTENT.slice(0, 4), "image/jpeg");
    expect(await read(store, key)).toBe("Foto");
    await store.delete(key);
    await store.delete(key);
    expect(await store.get(key)).toBeNull();
  });

  test.each([
    ...["../x", "a/../b", "a/./b", "/etc/passwd", "a//b", "a", "", "a/b/", "a/.b", "a\\..\\b/c"],
    ...[
      "a/%2e%2e/b",
      "a/b\0",
      "a/b?x",
      "a/b#x",
      "A/b",
      `a/${"b".repeat(65)}`,
      "a/b/c/d/e/f",
      "a/b\n",
    ],
  ])("takes no key such as %j", async (key) => {
    await expect(store.put(key, CONTENT, "image/jpeg")).rejects.toThrow("an object's key");
    await expect(store.get(key)).rejects.toThrow("an object's key");
    await expect((async () => store.delete(key))()).rejects.toThrow("an object's key");
  });
});

describe("a folder", () => {
  test("keeps files for its own user alone, and no part of one that failed", async () => {
    const root = join(folder, "private");
    const store = createFolderStore(root);
    const key = newKey();
    await store.put(key, CONTENT, "image/jpeg");
    expect((await stat(join(root, key))).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, key, ".."))).mode & 0o777).toBe(0o700);
    expect((await stat(root)).mode & 0o777).toBe(0o700);
    const taken = newKey();
    await createFolderStore(root).put(`${taken}/inside`, CONTENT, "image/jpeg");
    await expect(store.put(taken, CONTENT, "image/jpeg")).rejects.toThrow();
    const names = await readdir(root, { recursive: true });
    expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("shows readers a whole file while it is written again and again", async () => {
    const store = createFolderStore(join(folder, "racing"));
    const key = newKey();
    const versions = ["a", "b"].map((letter) => new TextEncoder().encode(letter.repeat(2_000_000)));
    const put = (n: number) => store.put(key, versions[n % 2] ?? CONTENT, "image/jpeg");
    await put(0);
    const writing = (async () => {
      for (let n = 1; n < 12; n += 1) await put(n);
    })();
    for (let n = 0; n < 20; n += 1) {
      const text = (await read(store, key)) ?? "";
      expect(text.length).toBe(2_000_000);
      expect(new Set(text).size).toBe(1);
    }
    await writing;
  });
});

describe("a bucket", () => {
  const store = createS3Store(s3.options);

  test("learns the type of a file", async () => {
    const key = newKey();
    await store.put(key, CONTENT, "image/png");
    expect(s3.stored.get(key)?.type).toBe("image/png");
  });

  test.each(["secretAccessKey", "accessKeyId", "region"])("refuses another %s", async (name) => {
    const other = createS3Store({ ...s3.options, [name]: "another" });
    await expect(other.put(newKey(), CONTENT, "image/png")).rejects.toThrow("answered 403");
    await expect(other.get(newKey())).rejects.toThrow("answered 403");
    await expect(other.delete(newKey())).rejects.toThrow("answered 403");
  });

  test("that fails is told without the signed address", async () => {
    s3.outage.status = 503;
    const fault = await store.put(newKey(), CONTENT, "image/png").catch((error: Error) => error);
    s3.outage.status = null;
    expect(String(fault)).toBe("Error: the object store answered 503");
    const gone = createS3Store({ ...s3.options, endpoint: "http://127.0.0.1:1" });
    const silence = await gone.get(newKey()).catch((error: Error) => error);
    expect(String(silence)).toBe("Error: the object store did not answer: ECONNREFUSED");
  });
});
