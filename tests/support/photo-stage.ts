import { deleteObjectsJob } from "../../src/jobs/handlers/delete-objects.ts";
import { renderPictureJob } from "../../src/jobs/handlers/render-picture.ts";
import { sweepPictureJob } from "../../src/jobs/handlers/sweep-picture.ts";
import { connect } from "./attack-database.ts";
import { callAs } from "./call-as.ts";
import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import { jobsOf } from "./test-media.ts";
import { createTestTenant, logIn } from "./test-tenant.ts";

const JOBS = {
  renderPicture: renderPictureJob,
  sweepPicture: sweepPictureJob,
  deleteObjects: deleteObjectsJob,
};

/** A dealership with an owner who uploads photos and does things to them. */
export async function photoStage(app: TestApp) {
  const owner = await connect(app.ownerUrl);
  const domain = `d${crypto.randomUUID()}.test`;
  const tenant = await createTestTenant(app, { domains: [domain] });
  const boss = await logIn(app, tenant, tenant.owner);
  const call = callAs(app, tenant, boss);
  const Authorization = `Bearer ${boss.token}`;

  const carOf = async (id: string) => (await call("GET", `/cars/${id}`)).body.data;
  /** Does the jobs of a task that wait for the dealership. */
  async function work(task: keyof typeof JOBS) {
    for (const { id, payload } of await jobsOf(owner, tenant.id, task)) {
      await JOBS[task](app.deps, payload as never);
      await owner.query("DELETE FROM graphile_worker._private_jobs WHERE id = $1", [id]);
    }
  }
  async function upload(carId: string, files: File[]) {
    const body = new FormData();
    for (const file of files) body.append("files", file);
    const path = `/api/admin/cars/${carId}/photos`;
    const headers = { Authorization };
    const response = await app.send(tenant.host, path, { method: "POST", body, headers });
    return { status: response.status, body: await json(response) };
  }
  /** A new car with photos of these files, which are rendered. */
  async function carWith(...pictures: Uint8Array[]) {
    const car = { brand: "Honda", model: "Jazz", year: 2018, price: 1, status: "available" };
    const { id, slug } = (await call("POST", "/cars", car)).body.data;
    const files = pictures.map((bytes, n) => new File([Buffer.from(bytes)], `${n}.jpg`));
    if (files.length > 0) await upload(id, files);
    await work("renderPicture");
    return { ...(await carOf(id)), id, slug };
  }
  /** What is done to a photo, at the version of its car. */
  async function change(method: string, path: string, version?: number, body?: object) {
    const headers: Record<string, string> = { Authorization };
    if (version) headers["If-Match"] = `"${version}"`;
    const given = { method, headers, body: body && JSON.stringify(body) };
    const response = await app.send(tenant.host, `/api/admin/photos/${path}`, given);
    return { status: response.status, body: response.status === 204 ? null : await json(response) };
  }
  const open = (url: string) => app.send(tenant.host, url, {});
  const page = async (slug: string, query = "") =>
    (await json(await open(`/api/cars/${slug}${query}`))).data;
  return {
    ...{ app, owner, tenant, domain, boss, call, carOf, carWith, change, open, page, upload, work },
    close: async () => {
      await owner.end();
      await app.close();
    },
  };
}
