/** Files are kept whole, under keys that lead nowhere else, in a folder as in a bucket. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mediaKey } from "../../src/domain/media/media-key.ts";
import { createFolderStore } from "../../src/infra/folder-store.ts";
import { type ObjectStore, WrongLength } from "../../src/infra/object-store.ts";
import { createS3Store } from "../../src/infra/s3-store.ts";
import { startTestS3 } from "../support/s3-server.ts";

const folder = await mkdtemp(join(tmpdir(), "autoleads-objects-"));
const s3 = await startTestS3();
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

describe("what a browser brings", () => {
  const stream = (text: string) => new Response(text).body as ReadableStream<Uint8Array>;

  test("comes to a folder whole, of its length alone", async () => {
    const root = join(folder, "brought");
    const store = createFolderStore(root);
    if (store.direct.at !== "server") throw new Error("a folder has no door");
    const key = newKey();
    await store.direct.receive(key, stream("Foto"), 4);
    expect(await read(store, key)).toBe("Foto");
    for (const bytes of [3, 5]) {
      await expect(store.direct.receive(key, stream("Lain"), bytes)).rejects.toThrow(WrongLength);
    }
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error("gone")),
    });
    await expect(store.direct.receive(key, broken, 4)).rejects.toThrow("gone");
    expect(await read(store, key)).toBe("Foto");
    expect(await readdir(join(root, ".parts"))).toEqual([]);
  });

  test("comes to a bucket under the key, with the type and the length that were signed", async () => {
    const store = createS3Store(s3.options);
    if (store.direct.at !== "store") throw new Error("a bucket has a door");
    const key = newKey();
    const terms = { contentType: "image/jpeg", bytes: 4 };
    const address = await store.direct.sign(key, terms, 60);
    const send = (url: string, body: string, type = "image/jpeg") =>
      fetch(url, { method: "PUT", body, headers: { "Content-Type": type } });
    const other = newKey();
    for (const refused of [
      await send(address, "Foto!"),
      await send(address, "Fot"),
      await send(address, "Foto", "text/html"),
      await send(address.replace(key, other), "Foto"),
      await fetch(address),
      await fetch(address, { method: "DELETE" }),
    ]) {
      expect(refused.status).toBe(403);
    }
    expect([await store.get(key), await store.get(other)]).toEqual([null, null]);
    expect((await send(address, "Foto")).status).toBe(200);
    expect(await read(store, key)).toBe("Foto");
    const past = await store.direct.sign(key, terms, 0);
    await Bun.sleep(1_100);
    expect((await send(past, "Lain")).status).toBe(403);
    expect(await read(store, key)).toBe("Foto");
  });
});

describe("a folder", () => {
  test("is rid of what a killed process had begun to write, an hour after", async () => {
    const root = join(folder, "killed");
    await mkdir(join(root, ".parts"), { recursive: true });
    const [old, young] = ["old", "young"].map((name) => join(root, ".parts", name));
    for (const part of [old, young]) await Bun.write(part ?? "", "half");
    const hourAgo = new Date(Date.now() - 3_601_000);
    await utimes(old ?? "", hourAgo, hourAgo);
    await createFolderStore(root).put(newKey(), CONTENT, "image/jpeg");
    expect(await readdir(join(root, ".parts"))).toEqual(["young"]);
  });

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
    expect(names.filter((name) => name.startsWith(".parts/"))).toEqual([]);
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
    const address = new Bun.S3Client(s3.options).presign(key);
    expect((await fetch(address)).headers.get("Content-Type")).toBe("image/png");
  });

  test.each(["secretAccessKey", "accessKeyId"])("refuses another %s", async (name) => {
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
