/** Photos are deleted, their plates covered, and a JPEG of each is there for who takes no WebP. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import sharp from "sharp";
import { findTenant, NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { carCard } from "../../src/domain/conversations/car-card.ts";
import { LARGEST_PHOTO } from "../../src/domain/photos/schemas.ts";
import { HEIC_PHOTO } from "../support/heic-pictures.ts";
import { json } from "../support/json.ts";
import { openStream } from "../support/live-stream.ts";
import { photoStage } from "../support/photo-stage.ts";
import { detailOf } from "../support/pixels.ts";
import { createTestApp } from "../support/test-app.ts";
import { phonePhoto, plainPicture } from "../support/test-pictures.ts";

let stage: Awaited<ReturnType<typeof photoStage>>;
beforeAll(async () => {
  stage = await photoStage(createTestApp());
});
afterAll(() => stage.close());

let colors = 0;
function newPicture(width = 40, height = 30) {
  colors += 11;
  return plainPicture("png", width, height, `#${colors.toString(16).padStart(6, "0")}`);
}
const file = (bytes: Uint8Array, name: string) => new File([Buffer.from(bytes)], name);
const URL = "https://photos.test/a.jpg";

describe("an upload", () => {
  test("takes a HEIC, shows it upright, and keeps it as it came", async () => {
    const { photos } = await stage.carWith(HEIC_PHOTO);
    expect(photos).toMatchObject([{ picture: { width: 180, height: 240 } }]);
    const [{ picture }] = photos;
    for (const url of [picture.sizes[0].webp, picture.sizes[0].avif, picture.jpeg]) {
      const shown = await stage.open(url);
      expect([url, shown.status]).toEqual([url, 200]);
      expect(await sharp(await shown.bytes()).metadata()).toMatchObject({ width: 180 });
    }
    const { rows } = await stage.owner.query(
      "SELECT id, content_type FROM pictures WHERE tenant_id = $1 AND width = 180",
      [stage.tenant.id],
    );
    expect(rows[0].content_type).toBe("image/heic");
    const kept = await stage.app.deps.objects.get(
      `${stage.tenant.id}/pictures/${rows[0].id}/original`,
    );
    expect(Buffer.from(await new Response(kept).bytes())).toEqual(HEIC_PHOTO);
  });

  test("refuses a file above 15 MB by its name, and takes those before and behind it", async () => {
    const { id } = await stage.carWith();
    const large = file(new Uint8Array(LARGEST_PHOTO + 1), "besar.jpg");
    const most = new Uint8Array(LARGEST_PHOTO);
    const { status, body } = await stage.upload(id, [
      ...[file(await newPicture(), "1.png"), large, file(most, "batas.jpg")],
      ...[large, file(await newPicture(), "2.png")],
    ]);
    expect(status).toBe(202);
    const refused = { status: "refused" };
    expect(body.data).toMatchObject([
      { name: "1.png", status: "waiting", reason: null },
      { name: "besar.jpg", ...refused, reason: "must be at most 15 MB" },
      { name: "batas.jpg", ...refused, reason: "must be a JPEG, PNG, WebP or HEIC picture" },
      { name: "besar.jpg", ...refused, reason: "must be at most 15 MB" },
      { name: "2.png", status: "waiting", reason: null },
    ]);
    await stage.work("renderPicture");
    expect((await stage.carOf(id)).photos).toHaveLength(2);
    const { photos, version } = await stage.carOf(id);
    const form = new FormData();
    form.append("file", large);
    const response = await stage.app.send(stage.tenant.host, `/api/admin/photos/${photos[0].id}`, {
      ...{ method: "PUT", body: form },
      headers: { Authorization: `Bearer ${stage.boss.token}`, "If-Match": `"${version}"` },
    });
    expect([response.status, (await json(response)).errors]).toEqual([
      400,
      [{ path: "file.0", message: "must be at most 15 MB" }],
    ]);
  });
});

describe("a photo that is deleted", () => {
  test("is gone from its car, whose cover is the next, and its files a day later", async () => {
    const car = await stage.carWith(await newPicture(), await newPicture(), await newPicture());
    const [first, second, third] = car.photos;
    const stream = await openStream(stage.app, { tenant: stage.tenant, token: stage.boss.token });
    expect((await stage.change("DELETE", first.id, car.version)).status).toBe(204);
    const left = await stage.carOf(car.id);
    expect(left.version).toBe(car.version + 1);
    expect(left.photos).toEqual([{ ...second, primary: true }, third]);
    expect((await stage.page(car.slug)).photos).toMatchObject([{ url: second.url }, {}]);
    let told = await stream.next();
    while (told?.event !== "photo.changed") told = await stream.next();
    await stream.leave();
    expect(told?.data).toMatchObject({
      ...{ carId: car.id, status: "deleted", version: left.version, waiting: 0 },
    });
    expect((await stage.open(first.url)).status).toBe(200);
    await stage.work("sweepPicture");
    await stage.work("deleteObjects");
    const status = async ({ url }: { url: string }) => (await stage.open(url)).status;
    expect([await status(first), await status(second)]).toEqual([404, 200]);
  });

  test("leaves the cover, other photos of its picture, and nothing to come in its place", async () => {
    const picture = await newPicture();
    const car = await stage.carWith(await newPicture(), picture);
    const twin = await stage.carWith(picture);
    const [first, second] = car.photos;
    await stage.change("POST", `${second.id}/rotate`, car.version, { degrees: 90 });
    expect((await stage.change("DELETE", second.id, car.version)).status).toBe(204);
    await stage.work("renderPicture");
    await stage.work("sweepPicture");
    await stage.work("deleteObjects");
    expect((await stage.carOf(car.id)).photos).toEqual([first]);
    expect((await stage.open(twin.photos[0].url)).status).toBe(200);
    expect((await stage.change("DELETE", first.id, car.version + 1)).status).toBe(204);
    expect((await stage.carOf(car.id)).photos).toEqual([]);
  });

  test("is so at the version of its car alone", async () => {
    const car = await stage.carWith(await newPicture());
    const [{ id }] = car.photos;
    expect((await stage.change("DELETE", id)).status).toBe(428);
    expect((await stage.change("DELETE", id, car.version + 1)).status).toBe(409);
    expect((await stage.change("DELETE", crypto.randomUUID(), car.version)).status).toBe(404);
    expect((await stage.change("DELETE", "x", car.version)).status).toBe(400);
    expect((await stage.carOf(car.id)).photos).toHaveLength(1);
  });
});

/** A photo of 1,000 × 800 whose plate is striped: x 300 to 500, y 600 to 700. */
async function carPhoto(background: string) {
  const [width, height] = [200, 100];
  const plate = Buffer.alloc(width * height);
  for (let n = 0; n < plate.length; n += 1) plate[n] = Math.floor((n % width) / 20) % 2 ? 255 : 0;
  const input = await sharp(plate, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 1_000, height: 800, channels: 3, background } })
    .composite([{ input, left: 300, top: 600 }])
    .jpeg({ quality: 95 })
    .toBuffer();
}
const PLATE = { x: 0.3, y: 0.75, width: 0.2, height: 0.125 };

describe("a plate", () => {
  interface Shown {
    url: string;
    picture: { sizes: { webp: string; avif: string }[]; jpeg: string };
  }
  const addressesOf = ({ url, picture }: Shown) => [
    ...new Set([url, ...picture.sizes.flatMap(({ webp, avif }) => [webp, avif]), picture.jpeg]),
  ];
  const detail = async (url: string, part: typeof PLATE) =>
    detailOf(await (await stage.open(url)).bytes(), part);

  test("is covered at every address, also when its photo is turned, and shown again", async () => {
    const car = await stage.carWith(await carPhoto("#406080"));
    const [before] = car.photos;
    for (const url of addressesOf(before)) expect(await detail(url, PLATE)).toBeGreaterThan(60);
    const asked = await stage.change("PUT", `${before.id}/plate`, car.version, PLATE);
    expect([asked.status, asked.body.data]).toEqual([202, { status: "waiting" }]);
    expect((await stage.carOf(car.id)).photos).toEqual([before]);
    await stage.work("renderPicture");
    const covered = (await stage.carOf(car.id)).photos[0];
    expect(covered).toMatchObject({ id: before.id, primary: true, plate: PLATE });
    const addresses = addressesOf(covered);
    expect(addresses).toHaveLength(7);
    for (const url of addresses) {
      expect([url, addressesOf(before).includes(url)]).toEqual([url, false]);
      expect([url, (await detail(url, PLATE)) < 30]).toEqual([url, true]);
    }
    // What was there before is nobody's any more, though its files are there.
    for (const url of addressesOf(before)) {
      expect([url, (await stage.open(url)).status]).toEqual([url, 404]);
    }

    const turn = { degrees: 90 };
    await stage.change("POST", `${before.id}/rotate`, car.version + 1, turn);
    await stage.work("renderPicture");
    const turned = (await stage.carOf(car.id)).photos[0];
    const part = { x: 0.125, y: 0.3, width: 0.125, height: 0.2 };
    expect(turned).toMatchObject({ picture: { width: 800, height: 1_000 }, plate: part });
    for (const url of addressesOf(turned)) {
      expect([url, (await detail(url, part)) < 30]).toEqual([url, true]);
    }
    // Marked again on the picture as it is shown now, it is the same area.
    const again = await stage.change("PUT", `${before.id}/plate`, car.version + 2, part);
    expect(again.body.data).toEqual({ status: "ready" });
    expect((await stage.carOf(car.id)).photos).toEqual([turned]);

    const shown = await stage.change("DELETE", `${before.id}/plate`, car.version + 3);
    expect(shown.status).toBe(202);
    await stage.work("renderPicture");
    const open = (await stage.carOf(car.id)).photos[0];
    expect(open.plate).toBeNull();
    expect(await detail(open.url, part)).toBeGreaterThan(60);
  });

  test("stays readable where another photo of the same picture is not covered", async () => {
    const picture = await carPhoto("#806040");
    const [one, other] = [await stage.carWith(picture), await stage.carWith(picture)];
    await stage.change("PUT", `${one.photos[0].id}/plate`, one.version, PLATE);
    await stage.work("renderPicture");
    expect((await stage.open(other.photos[0].url)).status).toBe(200);
    expect((await stage.carOf(other.id)).photos).toEqual(other.photos);
  });

  test("is a part of an uploaded picture, at the version of its car", async () => {
    const car = await stage.carWith(await carPhoto("#608040"));
    const put = (body: object, version = car.version, id = car.photos[0].id) =>
      stage.change("PUT", `${id}/plate`, version, body);
    for (const [path, body] of [
      ["x", { ...PLATE, x: -0.1 }],
      ["x", { ...PLATE, x: undefined }],
      ["width", { ...PLATE, width: 0 }],
      ["width", { ...PLATE, x: 0.9 }],
      ["height", { ...PLATE, height: 0.3 }],
      ["height", { ...PLATE, height: "0.1" }],
      ["degrees", { ...PLATE, degrees: 90 }],
    ] as const) {
      const { status, body: told } = await put(body);
      expect([path, status, told.errors?.[0]?.path]).toEqual([path, 400, path]);
    }
    expect((await put(PLATE, car.version + 1)).status).toBe(409);
    expect((await put(PLATE, car.version, crypto.randomUUID())).status).toBe(404);
    expect((await stage.change("PUT", `${car.photos[0].id}/plate`, undefined, PLATE)).status).toBe(
      428,
    );
    const linked = await stage.carWith();
    const { body } = await stage.call("PATCH", `/cars/${linked.id}`, {
      ...{ version: 1, photos: [{ url: URL }] },
    });
    const { status, body: told } = await put(PLATE, 2, body.data.photos[0].id);
    expect([status, told.code]).toEqual([409, "NOT_UPLOADED"]);
    const whole = { x: 0, y: 0, width: 1, height: 1 };
    expect((await put(whole)).status).toBe(202);
  });
});

describe("the JPEG of a photo", () => {
  test("is what link previews, search engines, chats and feeds are given, at most 1200 wide", async () => {
    const car = await stage.carWith(await phonePhoto(1_500, 2_000, "#a08020"));
    const complete = { version: car.version, mileage: 1_000, displayCode: "JPEG-1" };
    await stage.call("PATCH", `/cars/${car.id}`, complete);
    const [{ url, picture }] = car.photos;
    expect([url, picture.jpeg]).toEqual([
      expect.stringMatching(/-1600\.webp$/),
      url.replace("-1600.webp", "-1200.jpeg"),
    ]);
    const shown = await stage.open(picture.jpeg);
    expect(shown.headers.get("Content-Type")).toBe("image/jpeg");
    expect(shown.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    const { exif, ...about } = await sharp(await shown.bytes()).metadata();
    expect(exif).toBeUndefined();
    expect(about).toMatchObject({ format: "jpeg", isProgressive: true, width: 1_200 });

    const address = `https://${stage.domain}${picture.jpeg}`;
    const page = await stage.page(car.slug, "?include=jsonld,openGraph");
    expect(JSON.parse(page.jsonld).image).toEqual([address]);
    expect(page.openGraph).toContainEqual({ property: "og:image", content: address });
    const record = await findTenant(stage.app.deps.database, { slug: stage.tenant.slug });
    if (!record) throw new Error("it is there");
    const { log, database } = stage.app.deps;
    const context = { actor: { kind: "job" }, origin: NO_ORIGIN, now: new Date(), log } as const;
    const chat = await withTenant(database, { ...context, tenant: record }, (scope) =>
      carCard(scope, car.id),
    );
    expect(chat.photoUrl).toBe(address);
    const listed = await json(await stage.open("/api/cars?include=jsonld"));
    const card = listed.data.find((one: { slug: string }) => one.slug === car.slug);
    expect([JSON.parse(card.jsonld).image, card.photo, card.photos]).toEqual([
      ...[[address], url, undefined],
    ]);
    for (const feed of ["google.csv", "meta.csv", "meta.xml", "new.atom"]) {
      const text = await (await stage.open(`/feeds/${feed}`)).text();
      expect([feed, text.includes(address), text.includes(url)]).toEqual([feed, true, false]);
    }
  });

  /** As pictures were before they had one. */
  async function withoutJpeg() {
    const car = await stage.carWith(await newPicture(900, 600));
    await stage.owner.query(
      `UPDATE pictures SET renditions = (
         SELECT jsonb_agg(one) FROM jsonb_array_elements(renditions) one WHERE one ->> 'format' <> 'jpeg')
       WHERE tenant_id = $1 AND sha256 = $2`,
      [stage.tenant.id, car.photos[0].url.slice(8, 72)],
    );
    return { ...car, photos: (await stage.carOf(car.id)).photos };
  }

  test("is not named before it is there, and made for the pictures that have none", async () => {
    const car = await withoutJpeg();
    const [{ url, picture }] = car.photos;
    const jpeg = url.replace("-1600.webp", "-1200.jpeg");
    expect([picture.jpeg, (await stage.open(jpeg)).status]).toEqual([null, 404]);
    const tags = async () => (await stage.page(car.slug, "?include=openGraph")).openGraph;
    const image = (path: string) => ({
      ...{ property: "og:image", content: `https://${stage.domain}${path}` },
    });
    expect(await tags()).toContainEqual(image(url));
    const before = await (await stage.open(url)).bytes();

    const name = "../../prisma/migrations/20261121051000_picture_kinds/migration.sql";
    const migration = await Bun.file(join(import.meta.dir, name)).text();
    const block = /^DO \$\$\n.*?^END \$\$;$/ms.exec(migration)?.[0] ?? "";
    await stage.owner.query(block);
    await stage.work("renderPicture");

    const [photo] = (await stage.carOf(car.id)).photos;
    expect(photo).toEqual({ ...car.photos[0], picture: { ...picture, jpeg } });
    expect((await stage.open(jpeg)).status).toBe(200);
    expect(await tags()).toContainEqual(image(jpeg));
    expect(await (await stage.open(url)).bytes()).toEqual(before);
  });
});
