/** Photos that browsers send to the object store themselves, and the whole way of a photo in a folder and in a bucket. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createS3Store } from "../../src/infra/s3-store.ts";
import { deleteObjectsJob } from "../../src/jobs/handlers/delete-objects.ts";
import { renderPictureJob } from "../../src/jobs/handlers/render-picture.ts";
import { sweepPhotoAddressesJob } from "../../src/jobs/handlers/sweep-photo-addresses.ts";
import { sweepPictureJob } from "../../src/jobs/handlers/sweep-picture.ts";
import { connect } from "../support/attack-database.ts";
import { callAs } from "../support/call-as.ts";
import { startTestS3 } from "../support/s3-server.ts";
import { createTestApp } from "../support/test-app.ts";
import { jobsOf } from "../support/test-media.ts";
import { phonePhoto, plainPicture } from "../support/test-pictures.ts";
import {
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

const START = new Date("2026-11-21T03:00:00Z");
let now = START;
const s3 = await startTestS3();
afterAll(() => s3.close());

const CAR = { brand: "Honda", model: "Jazz", year: 2018, price: 1, status: "available" };
const JOBS = {
  renderPicture: renderPictureJob,
  sweepPicture: sweepPictureJob,
  sweepPhotoAddresses: sweepPhotoAddressesJob,
  deleteObjects: deleteObjectsJob,
};
let colors = 0;
/** A picture that nobody has yet. */
function newPicture() {
  colors += 11;
  return plainPicture("png", 400, 300, `#${colors.toString(16).padStart(6, "0")}`);
}

describe.each(["folder", "bucket"])("in a %s", (kind) => {
  const app = createTestApp({
    clock: () => now,
    ...(kind === "bucket" && { objects: createS3Store(s3.options) }),
  });
  let owner: Awaited<ReturnType<typeof connect>>;
  let tenant: TestTenant;
  let other: TestTenant;
  let boss: TestStaff;
  let stranger: TestStaff;
  beforeAll(async () => {
    owner = await connect(app.ownerUrl);
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

  const asBoss = (method: string, path: string, body?: object) =>
    callAs(app, tenant, boss)(method, path, body);
  const newCar = async (): Promise<string> => (await asBoss("POST", "/cars", CAR)).body.data.id;
  const photosOf = async (id: string) => (await asBoss("GET", `/cars/${id}`)).body.data.photos;
  const named = (file: Uint8Array, contentType = "image/png") => ({
    ...{ name: "depan.png", contentType, bytes: file.length },
  });
  const ask = (carId: string, files: object[]) =>
    asBoss("POST", `/cars/${carId}/photo-uploads`, { files });
  const complete = (uploadId: string) => asBoss("POST", `/photo-uploads/${uploadId}/complete`);
  /** Sends a file as a browser does. */
  function put(url: string, body: Uint8Array | string, contentType: string, host = tenant.host) {
    const init = { method: "PUT", body: body as string, headers: { "Content-Type": contentType } };
    return url.startsWith("/") ? app.send(host, url, init) : fetch(url, init);
  }
  /** Asks for an address for each, and sends each there. */
  async function bring(carId: string, ...files: Uint8Array[]) {
    const { data } = (
      await ask(
        carId,
        files.map((file) => named(file)),
      )
    ).body;
    for (const [n, { url, contentType }] of data.files.entries()) {
      const { ok } = await put(url, files[n] ?? "", contentType);
      expect(ok).toBe(true);
    }
    return data;
  }
  async function work(...tasks: (keyof typeof JOBS)[]) {
    for (const task of tasks) {
      for (const { id, payload } of await jobsOf(owner, tenant.id, task)) {
        await JOBS[task](app.deps, payload as never);
        await owner.query("DELETE FROM graphile_worker._private_jobs WHERE id = $1", [id]);
      }
    }
  }
  async function files(): Promise<string[]> {
    if (kind === "bucket")
      return (await s3.keys()).filter((key) => key.startsWith(tenant.id)).sort();
    const found = new Bun.Glob(`${tenant.id}/**`).scan(`${app.deps.config.DATA_DIR}/objects`);
    return (await Array.fromAsync(found)).sort();
  }
  const uploads = async () =>
    (await owner.query("SELECT id FROM photo_addresses WHERE tenant_id = $1", [tenant.id])).rows;

  test("photos of a form are rendered, shown whole and in part, and go with their car", async () => {
    const id = await newCar();
    const form = new FormData();
    form.append("files", new File([Buffer.from(await phonePhoto(1_000, 800))], "a.jpg"));
    const headers = { Authorization: `Bearer ${boss.token}` };
    const path = `/api/admin/cars/${id}/photos`;
    const sent = await app.send(tenant.host, path, { method: "POST", body: form, headers });
    expect(sent.status).toBe(202);
    await work("renderPicture");
    const [{ url }] = await photosOf(id);
    const whole = await (await app.send(tenant.host, url)).bytes();
    const part = await app.send(tenant.host, url, { headers: { Range: "bytes=2-5" } });
    expect([part.status, await part.bytes()]).toEqual([206, whole.subarray(2, 6)]);
    expect((await files()).length).toBe(6);
    const first = { ...headers, "If-Match": '"2"' };
    await app.send(tenant.host, `/api/admin/cars/${id}`, { method: "DELETE", headers: first });
    await work("sweepPicture", "deleteObjects");
    expect(await files()).toEqual([]);
  });

  test("photos that a browser brings become photos as those of a form do", async () => {
    const id = await newCar();
    const [one, two] = [await newPicture(), await newPicture()];
    const upload = await bring(id, one, two);
    expect(Date.parse(upload.expiresAt) - START.getTime()).toBe(900_000);
    expect((await photosOf(id)).length).toBe(0);
    const taken = await complete(upload.id);
    expect([taken.status, taken.body.data]).toEqual([
      202,
      [
        { name: "depan.png", status: "waiting", reason: null },
        { name: "depan.png", status: "waiting", reason: null },
      ],
    ]);
    await work("deleteObjects", "renderPicture");
    expect((await files()).filter((key) => key.includes("/uploads/"))).toEqual([]);
    const sha256 = new Bun.CryptoHasher("sha256").update(one).digest("hex");
    const photos = await photosOf(id);
    expect(photos).toMatchObject([{ url: `/photos/${sha256}-800.webp`, primary: true }, {}]);
    expect((await app.send(tenant.host, photos[1].url)).status).toBe(200);
    const again = await complete(upload.id);
    expect([again.status, again.body.code]).toEqual([409, "UPLOAD_COMPLETED"]);
  });

  test("a file that is missing is named, and the upload is completed when it is there", async () => {
    const id = await newCar();
    const [one, two] = [await newPicture(), await newPicture()];
    const { data } = (await ask(id, [named(one), named(two)])).body;
    const [first, second] = data.files;
    await put(first.url, one, first.contentType);
    const early = await complete(data.id);
    expect([early.status, early.body.code, early.body.errors[0].path]).toEqual([
      ...[409, "NOT_UPLOADED", "files.1"],
    ]);
    await put(second.url, two, second.contentType);
    expect((await complete(data.id)).status).toBe(202);
  });

  test("what is no picture is told by file, and not taken", async () => {
    const id = await newCar();
    const page = new TextEncoder().encode("<html><script>alert(1)</script></html>");
    const upload = await bring(id, page, await newPicture());
    const { body } = await complete(upload.id);
    expect(body.data.map(({ status }: { status: string }) => status)).toEqual([
      ...["refused", "waiting"],
    ]);
    const alone = await bring(id, page);
    const refused = await complete(alone.id);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, "files.0"]);
  });

  test("of two at once that complete an upload one does", async () => {
    const id = await newCar();
    const upload = await bring(id, await newPicture());
    const both = await Promise.all([complete(upload.id), complete(upload.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    await work("renderPicture");
    expect(await photosOf(id)).toHaveLength(1);
  });

  test("an address takes its own file alone: no other length, type, key or method", async () => {
    const id = await newCar();
    const file = await newPicture();
    const { data } = (await ask(id, [named(file)])).body;
    const [{ url, contentType }] = data.files;
    for (const refused of [
      await put(url, file.subarray(1), contentType),
      await put(url, Buffer.concat([file, file]), contentType),
      await put(url, file, "text/html"),
      await put(
        url.replace(/.(?=.{20}$)/, (one: string) => (one === "a" ? "b" : "a")),
        file,
        contentType,
      ),
    ]) {
      expect([400, 403, 404, 415]).toContain(refused.status);
    }
    expect((await files()).filter((key) => key.includes(data.id))).toEqual([]);
    for (const wrong of [
      { ...named(file), bytes: 15 * 1024 ** 2 + 1 },
      { ...named(file), bytes: 0 },
      { ...named(file), contentType: "image/svg+xml" },
    ]) {
      const { status, body } = await ask(id, [named(file), wrong]);
      expect([status, body.errors[0].path.slice(0, 8)]).toEqual([400, "files.1."]);
    }
    expect((await ask(id, Array(41).fill(named(file)))).status).toBe(400);
    expect((await ask(crypto.randomUUID(), [named(file)])).status).toBe(404);
  });

  test("nothing of one dealership is another's: not the address, the key or the upload", async () => {
    const id = await newCar();
    const file = await newPicture();
    const { data } = (await ask(id, [named(file)])).body;
    const [{ url, contentType }] = data.files;
    const foreign = url.startsWith("/")
      ? await put(url, file, contentType, other.host)
      : await put(url.replace(tenant.id, other.id), file, contentType);
    expect(foreign.status).toBe(kind === "folder" ? 404 : 403);
    await put(url, file, contentType);
    const asStranger = callAs(app, other, stranger);
    expect((await asStranger("POST", `/photo-uploads/${data.id}/complete`)).status).toBe(404);
    expect((await app.send(tenant.host, `/photos/${data.id}`)).status).toBe(404);
    const job = { uploadId: data.id, files: 1, tenantId: other.id };
    await sweepPhotoAddressesJob(app.deps, job);
    expect((await complete(data.id)).status).toBe(202);
  });

  test("what is never completed is refused after an hour, and swept after a day", async () => {
    const id = await newCar();
    await work("renderPicture", "sweepPicture", "sweepPhotoAddresses", "deleteObjects");
    const before = [await files(), await uploads()];
    const upload = await bring(id, await newPicture(), await newPicture());
    expect((await files()).length).toBe((before[0]?.length ?? 0) + 2);
    const [job] = await jobsOf(owner, tenant.id, "sweepPhotoAddresses");
    expect(job?.run_at).toEqual(new Date(START.getTime() + 24 * 3_600_000));
    if (kind === "folder") {
      now = new Date(START.getTime() + 901_000);
      const [{ url, contentType }] = upload.files;
      expect((await put(url, await newPicture(), contentType)).status).toBe(404);
    }
    now = new Date(START.getTime() + 3_600_000);
    const late = await complete(upload.id);
    now = START;
    expect([late.status, late.body.code]).toEqual([409, "UPLOAD_EXPIRED"]);
    await work("sweepPhotoAddresses", "deleteObjects");
    expect([await files(), await uploads()]).toEqual(before);
    expect((await complete(upload.id)).status).toBe(404);
  });

  test("what is sent again after it was completed is swept too", async () => {
    const id = await newCar();
    const file = await newPicture();
    const upload = await bring(id, file);
    await complete(upload.id);
    await work("deleteObjects");
    const [{ url, contentType }] = upload.files;
    await put(url, file, contentType);
    expect((await files()).filter((key) => key.includes("/uploads/"))).toHaveLength(1);
    await work("sweepPhotoAddresses", "deleteObjects");
    expect((await files()).filter((key) => key.includes("/uploads/"))).toEqual([]);
  });

  test("at most 1,000 files of a dealership are awaited", async () => {
    const id = await newCar();
    const forty = Array(40).fill(named(await newPicture()));
    const asked = [];
    for (let n = 0; n < 26; n += 1) asked.push(await ask(id, forty));
    const statuses = asked.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBe(25);
    expect(asked.at(-1)?.body.code).toBe("TOO_MANY_UPLOADS");
    await work("sweepPhotoAddresses");
    expect((await ask(id, forty)).status).toBe(201);
  });
});

describe("a bucket that does not answer", () => {
  test("takes nothing, and the upload is completed when it is back", async () => {
    const app = createTestApp({ clock: () => now, objects: createS3Store(s3.options) });
    const tenant = await createTestTenant(app);
    const boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
    const id = (await boss("POST", "/cars", CAR)).body.data.id;
    const file = await newPicture();
    const named = { name: "a.png", contentType: "image/png", bytes: file.length };
    const { data } = (await boss("POST", `/cars/${id}/photo-uploads`, { files: [named] })).body;
    const [{ url, contentType }] = data.files;
    await fetch(url, {
      method: "PUT",
      body: Buffer.from(file),
      headers: { "Content-Type": contentType },
    });
    const complete = () => boss("POST", `/photo-uploads/${data.id}/complete`);
    s3.outage.status = 503;
    const away = await complete();
    s3.outage.status = null;
    expect([away.status, away.body.code]).toEqual([503, "UNAVAILABLE"]);
    expect((await complete()).status).toBe(202);
    await app.close();
  });
});
