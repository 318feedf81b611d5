/** Photos that staff upload: taken or refused by file, rendered by a job, shown to everybody. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import sharp from "sharp";
import { LARGEST_PHOTO, MOST_PHOTOS } from "../../src/domain/photos/schemas.ts";
import { deleteObjectsJob } from "../../src/jobs/handlers/delete-objects.ts";
import { renderPictureJob } from "../../src/jobs/handlers/render-picture.ts";
import { sweepPictureJob } from "../../src/jobs/handlers/sweep-picture.ts";
import { connect } from "../support/attack-database.ts";
import { callAs } from "../support/call-as.ts";
import { json } from "../support/json.ts";
import { openStream } from "../support/live-stream.ts";
import { createTestApp } from "../support/test-app.ts";
import { jobsOf } from "../support/test-media.ts";
import { bomb, EMPTY_ZIP, phonePhoto, plainPicture } from "../support/test-pictures.ts";
import {
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

let now = new Date("2026-11-21T03:00:00Z");
const app = createTestApp({ clock: () => now });
const owner = await connect(app.ownerUrl);
let tenant: TestTenant;
let other: TestTenant;
let boss: TestStaff;
let stranger: TestStaff;
beforeAll(async () => {
  [tenant, other] = await Promise.all([createTestTenant(app), createTestTenant(app)]);
  [boss, stranger] = await Promise.all([
    logIn(app, tenant, tenant.owner),
    logIn(app, other, other.owner),
  ]);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const CAR = { brand: "Honda", model: "Jazz", year: 2018, price: 1, status: "available" };
async function newCar(of = tenant, by = boss): Promise<string> {
  return (await callAs(app, of, by)("POST", "/cars", CAR)).body.data.id;
}
const carOf = async (id: string) =>
  (await callAs(app, tenant, boss)("GET", `/cars/${id}`)).body.data;

let colors = 0;
/** A picture that nobody has yet. */
function newPicture() {
  colors += 7;
  return plainPicture("png", 40, 30, `#${colors.toString(16).padStart(6, "0")}`);
}

async function upload(carId: string, files: (Uint8Array | string)[], as = boss, of = tenant) {
  const form = new FormData();
  for (const [n, file] of files.entries()) {
    form.append(
      "files",
      typeof file === "string" ? file : new File([Buffer.from(file)], `${n}.jpg`),
    );
  }
  return sendForm(carId, form, as, of);
}
async function sendForm(carId: string, form: FormData, as = boss, of = tenant) {
  const response = await app.send(of.host, `/api/admin/cars/${carId}/photos`, {
    ...{ method: "POST", body: form, headers: { Authorization: `Bearer ${as.token}` } },
  });
  return { status: response.status, body: await json(response) };
}

const pictures = async (of = tenant) =>
  (await owner.query("SELECT * FROM pictures WHERE tenant_id = $1 ORDER BY id", [of.id])).rows;
/** Does the jobs of a task that wait for the dealership. */
async function work(task: "renderPicture" | "sweepPicture" | "deleteObjects", of = tenant) {
  const jobs = { renderPicture: renderPictureJob, sweepPicture: sweepPictureJob };
  for (const { id, payload } of await jobsOf(owner, of.id, task)) {
    if (task === "deleteObjects") await deleteObjectsJob(app.deps, payload as never);
    else await jobs[task](app.deps, payload as never);
    await owner.query("DELETE FROM graphile_worker._private_jobs WHERE id = $1", [id]);
  }
}
const open = (url: string, headers = {}, of = tenant) => app.send(of.host, url, { headers });
const files = async () => {
  const folder = new Bun.Glob(`objects/${tenant.id}/pictures/**`);
  return (await Array.fromAsync(folder.scan(app.deps.config.DATA_DIR))).sort();
};

describe("an upload", () => {
  test("makes photos of a car as soon as they are rendered, the first of them primary", async () => {
    const id = await newCar();
    const stream = await openStream(app, { tenant, token: boss.token });
    const taken = await upload(id, [await phonePhoto(), await newPicture()]);
    expect([taken.status, taken.body.data]).toEqual([
      202,
      [
        { name: "0.jpg", status: "waiting", reason: null },
        { name: "1.jpg", status: "waiting", reason: null },
      ],
    ]);
    expect((await carOf(id)).photos).toEqual([]);
    await work("renderPicture");
    const { photos, version } = await carOf(id);
    expect(photos).toMatchObject([
      { url: expect.stringMatching(/^\/photos\/[0-9a-f]{64}-1600\.webp$/), primary: true },
      { url: expect.stringMatching(/^\/photos\/[0-9a-f]{64}-320\.webp$/), primary: false },
    ]);
    expect(version).toBe(3);
    const told = [];
    while (told.length < 3) {
      const event = await stream.next();
      if (event?.event === "photo.changed") told.push(event.data);
    }
    await stream.leave();
    expect(told).toMatchObject([
      { carId: id, status: "waiting", waiting: 2, version: 1 },
      { carId: id, status: "ready", version: 2, waiting: 1 },
      { carId: id, status: "ready", version: 3, waiting: 0 },
    ]);
  });

  test("of one that is there is the same picture, in this car once and in another at once", async () => {
    const [one, two] = [await newCar(), await newCar()];
    const picture = await newPicture();
    const before = (await pictures()).length;
    expect((await upload(one, [picture, picture])).body.data).toHaveLength(2);
    await work("renderPicture");
    await work("deleteObjects");
    expect((await upload(one, [picture])).body.data[0].status).toBe("ready");
    expect((await upload(two, [picture])).body.data[0].status).toBe("ready");
    const [first, second] = [await carOf(one), await carOf(two)];
    expect(first.photos).toHaveLength(1);
    expect(second.photos[0].url).toBe(first.photos[0].url);
    expect((await pictures()).length).toBe(before + 1);
    const kept = (await pictures()).at(-1).id;
    expect((await files()).filter((file) => file.includes(kept))).toHaveLength(4);
    await upload(await newCar(other, stranger), [picture], stranger, other);
    expect(await pictures(other)).toMatchObject([{ sha256: first.photos[0].url.slice(8, 72) }]);
  });

  test("of the same picture as another at the same time keeps it once", async () => {
    const cars = [await newCar(), await newCar()];
    const before = (await files()).length;
    const both = Promise.withResolvers<void>();
    let puts = 0;
    const put: typeof app.deps.objects.put = async (...given) => {
      puts += 1;
      if (puts === 2) both.resolve();
      await both.promise;
      return app.deps.objects.put(...given);
    };
    const slow = createTestApp({ clock: () => now, objects: { ...app.deps.objects, put } });
    const file = await asFile();
    const sent = cars.map((id) =>
      slow.send(tenant.host, `/api/admin/cars/${id}/photos`, {
        ...{ method: "POST", body: formOf(["files", file]) },
        headers: { Authorization: `Bearer ${boss.token}` },
      }),
    );
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([202, 202]);
    await slow.close();
    expect((await files()).length).toBe(before + 2);
    await work("deleteObjects");
    expect((await files()).length).toBe(before + 1);
    await work("renderPicture");
    for (const id of cars) expect((await carOf(id)).photos).toHaveLength(1);
  });

  test("takes the pictures of a form and tells what the others are", async () => {
    const id = await newCar();
    const whole = await phonePhoto();
    const page = Buffer.concat([whole, Buffer.from("<script>")]);
    const bad = [EMPTY_ZIP, page, bomb(50_000, 50_000), whole.subarray(0, whole.length - 900)];
    const { status, body } = await upload(id, [...bad, await newPicture()]);
    expect([status, body.data.map(({ reason }: { reason: string }) => reason)]).toEqual([
      202,
      [
        "must be a JPEG, PNG, WebP or HEIC picture",
        "must be a picture and nothing else",
        "must have at most 50 million pixels",
        "is broken or cut off",
        null,
      ],
    ]);
    await work("renderPicture");
    expect((await carOf(id)).photos).toHaveLength(1);
  });

  const drawing = "<svg xmlns='http://www.w3.org/2000/svg'/>";
  test.each<[string, () => FormData | Promise<FormData>, string]>([
    ["no picture", () => formOf(["files", new File([drawing], "a.jpg")]), "files.0"],
    ["an empty file", () => formOf(["files", new File([], "a.jpg")]), "files.0"],
    ["no file", () => formOf(), "files"],
    ["a text", () => formOf(["files", "x"]), "files.0"],
    ["another field", async () => formOf(["files", await asFile()], ["carId", "x"]), "carId"],
    ["more than 15 MB", () => formOf(["files", tooLarge()]), "files.0"],
    ["more than 40", async () => formOf(...(await many(MOST_PHOTOS + 1))), "files"],
  ])("of %s leaves nothing", async (_, form, path) => {
    const id = await newCar();
    const before = await pictures();
    const { status, body } = await sendForm(id, await form());
    expect([status, body.errors?.[0].path ?? ""]).toEqual([400, path]);
    await work("renderPicture");
    expect([await pictures(), (await carOf(id)).photos]).toEqual([before, []]);
  });

  test("that breaks off leaves nothing, and its files are swept", async () => {
    const id = await newCar();
    await work("sweepPicture");
    await work("deleteObjects");
    const before = [await files(), await pictures()];
    const form = new Request("http://x.test", {
      method: "POST",
      body: await formOf(["files", await asFile()], ["files", await asFile()]),
    });
    const whole = await form.clone().bytes();
    const headers = {
      Authorization: `Bearer ${boss.token}`,
      "Content-Type": form.headers.get("Content-Type") ?? "",
    };
    const body = whole.subarray(0, whole.length - 60);
    const path = `/api/admin/cars/${id}/photos`;
    const response = await app.send(tenant.host, path, { method: "POST", body, headers });
    expect([response.status, (await json(response)).code]).toEqual([400, "MALFORMED_BODY"]);
    expect((await files()).length).toBe((before[0]?.length ?? 0) + 1);
    await work("sweepPicture");
    await work("deleteObjects");
    expect([await files(), await pictures()]).toEqual(before);
  });

  test("is of a form alone, and beyond 40 photos of a car refused", async () => {
    const id = await newCar();
    const headers = { Authorization: `Bearer ${boss.token}` };
    const path = `/api/admin/cars/${id}/photos`;
    const wrong = await app.send(tenant.host, path, { method: "POST", body: "{}", headers });
    expect(wrong.status).toBe(415);
    const url = "https://example.com/a.jpg";
    await callAs(app, tenant, boss)("PATCH", `/cars/${id}`, {
      ...{ version: 1, photos: Array.from({ length: 39 }, () => ({ url })) },
    });
    expect((await upload(id, [await newPicture()])).status).toBe(202);
    const { status, body } = await upload(id, [await newPicture()]);
    expect([status, body.errors]).toEqual([
      400,
      [{ path: "files", message: "would make more than 40 photos of this car" }],
    ]);
    expect((await upload(await newCar(other, stranger), [await newPicture()])).status).toBe(404);
  });
});

type Part = [name: string, value: string | File];
function formOf(...parts: Part[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value as string);
  return form;
}
const asFile = async () => new File([Buffer.from(await newPicture())], "a.png");
const tooLarge = () => new File([new Uint8Array(LARGEST_PHOTO + 1)], "b.jpg");
async function many(count: number): Promise<Part[]> {
  const file = await asFile();
  return Array.from({ length: count }, () => ["files", file]);
}

describe("a photo", () => {
  let carId: string;
  let url: string;
  beforeAll(async () => {
    carId = await newCar();
    await upload(carId, [await phonePhoto(1_000, 800, "#c08020")]);
    await work("renderPicture");
    url = (await carOf(carId)).photos[0].url;
  });

  test("is there for everybody for a year, whole or in part, in each width and format", async () => {
    const answered = await open(url);
    expect([answered.status, answered.headers.get("Content-Type")]).toEqual([200, "image/webp"]);
    expect(answered.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    const bytes = await answered.bytes();
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 800, height: 1_000 });
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    const part = await open(url, { Range: "bytes=5-9" });
    expect([part.status, part.headers.get("Content-Range")]).toEqual([
      206,
      `bytes 5-9/${bytes.length}`,
    ]);
    expect(await part.bytes()).toEqual(bytes.subarray(5, 10));
    const tag = answered.headers.get("ETag") ?? "";
    expect((await open(url, { "If-None-Match": `"x", ${tag}` })).status).toBe(304);
    expect((await open(url, { "If-Range": '"x"', Range: "bytes=5-9" })).status).toBe(200);
    const avif = await open(url.replace("-800.webp", "-320.avif"));
    expect(await sharp(await avif.bytes()).metadata()).toMatchObject({
      format: "heif",
      width: 320,
    });
  });

  test("is shown in every size, and with a small one for the time until it is there", async () => {
    const { slug, photos } = await carOf(carId);
    const { picture } = photos[0];
    const [small, large] = picture.sizes;
    expect(picture).toMatchObject({
      ...{ width: 800, height: 1_000, sizes: [{ width: 320 }, { width: 800, webp: url }] },
      placeholder: expect.stringMatching(/^data:image\/webp;base64,/),
    });
    for (const link of [small.webp, small.avif, large.webp, large.avif]) {
      expect([link, (await open(link)).status]).toEqual([link, 200]);
    }
    const page = (await json(await open(`/api/cars/${slug}`))).data;
    expect(page.photos).toEqual([{ url, caption: null, primary: true, picture }]);
    expect((await json(await open(`/api/cars?include=photos`))).data[0].photo).toMatch(/^\/photos/);
  });

  test("is not there under another name, at another dealership, or as it was uploaded", async () => {
    const id = (await pictures()).at(-1).id;
    for (const path of [
      ...[url.replace("-800", "-1600"), url.replace("-800", "-90-800"), url.replace("webp", "png")],
      ...[`/photos/${id}`, "/photos/..%2F..%2Foriginal", `/photos/${id}%2Foriginal`],
    ]) {
      expect([path, (await open(path)).status]).toEqual([path, 404]);
    }
    expect((await open(url, {}, other)).status).toBe(404);
  });

  test("is ordered, named and chosen as the cover with the car's others, and stays itself", async () => {
    const link = { url: "https://example.com/a.jpg" };
    const change = (photos: object[], version: number) =>
      callAs(app, tenant, boss)("PATCH", `/cars/${carId}`, { photos, version });
    const { version } = await carOf(carId);
    const { body } = await change([link, { url, caption: "Depan", primary: true }], version);
    expect(body.data.photos).toMatchObject([
      { ...link, primary: false },
      { url, caption: "Depan", primary: true },
    ]);
    await work("sweepPicture");
    expect((await open(url)).status).toBe(200);
    await change([link], version + 1);
    expect((await open(url)).status).toBe(200);
    await work("sweepPicture");
    await work("deleteObjects");
    expect((await open(url)).status).toBe(404);
    const left = (await pictures()).map(({ id }) => id);
    expect((await files()).filter((file) => !left.some((id) => file.includes(id)))).toEqual([]);
  });

  const change = async (
    method: string,
    path: string,
    body: FormData | object,
    version?: number,
  ) => {
    const headers: Record<string, string> = { Authorization: `Bearer ${boss.token}` };
    if (version) headers["If-Match"] = `"${version}"`;
    const sent = body instanceof FormData ? body : JSON.stringify(body);
    const given = { method, headers, body: sent };
    const response = await app.send(tenant.host, `/api/admin/photos/${path}`, given);
    return { status: response.status, body: await json(response) };
  };

  test("is turned in its place, and back at once", async () => {
    const id = await newCar();
    await upload(id, [await phonePhoto(800, 600, "#0a8030"), await newPicture()]);
    await work("renderPicture");
    const { photos, version } = await carOf(id);
    const [before] = photos;
    const turned = await change("POST", `${before.id}/rotate`, { degrees: 90, version });
    expect([turned.status, turned.body.data]).toEqual([202, { status: "waiting" }]);
    expect((await carOf(id)).photos).toEqual(photos);
    await work("renderPicture");
    const car = await carOf(id);
    expect(car.version).toBe(version + 1);
    expect(car.photos.map((photo: { id: string }) => photo.id)).toEqual(
      photos.map((photo: { id: string }) => photo.id),
    );
    const [after] = car.photos;
    expect([before.picture, after.picture]).toMatchObject([
      { width: 600, height: 800 },
      { width: 800, height: 600 },
    ]);
    expect(after).toMatchObject({ primary: true, url: before.url.replace("-800.", "-90-800.") });
    const bytes = await (await open(after.url)).bytes();
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 800, height: 600 });
    const back = await change("POST", `${before.id}/rotate`, { degrees: 270 }, car.version);
    expect(back.body.data).toEqual({ status: "ready" });
    expect((await carOf(id)).photos).toEqual(photos);
  });

  test("is replaced by another picture, which keeps its place and caption", async () => {
    const id = await newCar();
    await upload(id, [await newPicture()]);
    await work("renderPicture");
    const [{ url: first, id: photo }] = (await carOf(id)).photos;
    const named = { photos: [{ url: first, caption: "Depan" }], version: 2 };
    await callAs(app, tenant, boss)("PATCH", `/cars/${id}`, named);
    const form = async () => formOf(["file", await asFile()]);
    expect((await change("PUT", photo, await form(), 3)).status).toBe(202);
    await work("renderPicture");
    const [replaced] = (await carOf(id)).photos;
    expect(replaced).toMatchObject({ id: photo, caption: "Depan", primary: true });
    expect(replaced.url).not.toBe(first);
    await work("sweepPicture");
    await work("deleteObjects");
    expect([(await open(first)).status, (await open(replaced.url)).status]).toEqual([404, 200]);
  });

  test("is changed by pictures alone, at the version of its car, where it is one's own", async () => {
    const id = await newCar();
    const link = { url: "https://example.com/a.jpg" };
    await callAs(app, tenant, boss)("PATCH", `/cars/${id}`, { photos: [link], version: 1 });
    const [{ id: photo }] = (await carOf(id)).photos;
    const turn = { degrees: 90 };
    const file = async () => formOf(["file", await asFile()]);
    const page = formOf(["file", new File(["<html>"], "a.jpg")]);
    for (const [status, answered] of [
      [428, await change("POST", `${photo}/rotate`, turn)],
      [409, await change("POST", `${photo}/rotate`, turn, 1)],
      [409, await change("POST", `${photo}/rotate`, turn, 2)],
      [400, await change("POST", `${photo}/rotate`, { degrees: 45 }, 2)],
      [404, await change("POST", `${crypto.randomUUID()}/rotate`, turn, 2)],
      [428, await change("PUT", photo, await file())],
      [409, await change("PUT", photo, await file(), 1)],
      [400, await change("PUT", photo, page, 2)],
      [400, await change("PUT", photo, formOf(), 2)],
      [415, await change("PUT", photo, {}, 2)],
    ] as const) {
      expect([status, answered.body.code, answered.status]).toEqual([
        ...[status, expect.any(String), status],
      ]);
    }
    expect((await change("PUT", photo, await file(), 2)).status).toBe(202);
  });

  test("goes with its car", async () => {
    const id = await newCar();
    await upload(id, [await newPicture()]);
    await work("renderPicture");
    const [photo] = (await carOf(id)).photos;
    const headers = { Authorization: `Bearer ${boss.token}`, "If-Match": '"2"' };
    await app.send(tenant.host, `/api/admin/cars/${id}`, { method: "DELETE", headers });
    await work("sweepPicture");
    await work("deleteObjects");
    expect((await open(photo.url)).status).toBe(404);
  });
});

describe("a picture that cannot be rendered", () => {
  test("is rendered when the store is back, though some of it is there", async () => {
    const id = await newCar();
    await upload(id, [await newPicture()]);
    let puts = 0;
    const put: typeof app.deps.objects.put = (...given) =>
      ++puts > 1 ? Promise.reject(new Error("away")) : app.deps.objects.put(...given);
    const failing = { ...app.deps, objects: { ...app.deps.objects, put } };
    const [job] = await jobsOf(owner, tenant.id, "renderPicture");
    await expect(renderPictureJob(failing, job?.payload as never)).rejects.toThrow("away");
    expect((await carOf(id)).photos).toEqual([]);
    await work("renderPicture");
    expect((await carOf(id)).photos).toHaveLength(1);
  });

  test("is given up after a day, with all of its files", async () => {
    const before = [await files(), await pictures()];
    const id = await newCar();
    await upload(id, [await newPicture()]);
    await work("sweepPicture");
    expect((await pictures()).length).toBe((before[1]?.length ?? 0) + 1);
    now = new Date(now.getTime() + 24 * 3_600_000);
    const [job] = await jobsOf(owner, tenant.id, "renderPicture");
    await sweepPictureJob(app.deps, job?.payload as never);
    await work("deleteObjects");
    expect([await files(), await pictures()]).toEqual(before);
    // Its job, late, finds nothing to do.
    await work("renderPicture");
    expect((await carOf(id)).photos).toEqual([]);
  });
});
