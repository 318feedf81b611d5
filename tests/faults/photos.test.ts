/**
 * A server that is killed while photos come in leaves nothing behind and loses nothing that it
 * answered for. PHOTO_KILLS sets how often for each store; 2 unless told.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { type Cluster, openCluster } from "../../scripts/storm/cluster.ts";
import { setStage } from "../../scripts/storm/stage.ts";
import type { SupervisedServer } from "../../scripts/storm/supervised-server.ts";
import { connect } from "../support/attack-database.ts";
import { countOrphans } from "../support/count-orphans.ts";
import { type Answer, noisyPhoto, openPhotoClient, sha256Of } from "../support/photo-client.ts";
import { startTestS3 } from "../support/s3-server.ts";

setDefaultTimeout(30 * 60_000);
const KILLS = Number(process.env["PHOTO_KILLS"] ?? 2);
/** Milliseconds within which a kill strikes; of the others what one takes that nothing disturbs. */
const STRIKES_WITHIN = { form: 0, completion: 0, rendering: 1_200 };
const KINDS = ["form", "completion", "rendering"] as const;
const PHOTOS_AT_ONCE = 3;
/** Jobs whose time is brought near, in this order; what each begins is done before the next. */
const STEPS = [["renderPicture"], ["sweepPicture", "sweepPhotoAddresses"], ["deleteObjects"]];

describe.each(["folder", "bucket"])("photos in a %s", (kind) => {
  let cluster: Cluster;
  let owner: pg.Client;
  let folder: string;
  let s3: Awaited<ReturnType<typeof startTestS3>>;
  let server: SupervisedServer;
  let client: Awaited<ReturnType<typeof openPhotoClient>>;

  beforeAll(async () => {
    [cluster, s3, folder] = await Promise.all([
      ...([openCluster(), startTestS3()] as const),
      mkdtemp(join(tmpdir(), "autoleads-photos-")),
    ]);
    const { options } = s3;
    const [tenant] = await setStage(cluster, { tenants: 1, devices: 0, sendInterval: 0 });
    await cluster.startServers(1, {
      DATA_DIR: folder,
      ...(kind === "bucket" && {
        ...{ S3_ENDPOINT: options.endpoint, S3_REGION: options.region, S3_BUCKET: options.bucket },
        S3_ACCESS_KEY_ID: options.accessKeyId,
        S3_SECRET_ACCESS_KEY: options.secretAccessKey,
      }),
    });
    [server] = cluster.servers as [SupervisedServer];
    if (tenant) client = await openPhotoClient(server, tenant);
    owner = await connect(cluster.ownerUrl);
  });
  afterAll(async () => {
    await owner?.end();
    await cluster?.close();
    await s3?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const parts = () => readdir(join(folder, "objects", ".parts")).catch(() => []);
  async function keys(): Promise<string[]> {
    if (kind === "bucket") return s3.keys();
    const found = new Bun.Glob("**").scan({ cwd: join(folder, "objects"), dot: true });
    return Array.fromAsync(found);
  }

  /** Has the jobs of these tasks done, those for later too. */
  async function workOff(tasks: string[]): Promise<void> {
    for (;;) {
      const { rowCount } = await owner.query(
        `UPDATE graphile_worker._private_jobs SET run_at = least(run_at, now())
         WHERE task_id IN (SELECT id FROM graphile_worker._private_tasks WHERE identifier = ANY ($1))`,
        [tasks],
      );
      if (rowCount === 0) return;
      await Bun.sleep(250);
    }
  }

  /** Kills the server somewhen while something is under way. */
  async function strike<Result>(within: number, work: () => Promise<Result>): Promise<Result> {
    const working = work();
    await Bun.sleep(Math.random() * within);
    server.kill();
    const result = await working;
    await server.answers();
    return result;
  }

  const taken = new Map<string, string>();
  const isTaken = ({ status, body }: Answer) => status === 202 || body?.code === "UPLOAD_COMPLETED";

  async function killDuring(what: (typeof KINDS)[number], retries: boolean): Promise<boolean> {
    const carId = await client.newCar();
    const files = await Promise.all(Array.from({ length: PHOTOS_AT_ONCE }, noisyPhoto));
    const note = () => {
      for (const file of files) taken.set(sha256Of(file), carId);
    };
    if (what === "rendering") {
      expect((await client.sendForm(carId, files)).status).toBe(202);
      note();
      await strike(STRIKES_WITHIN.rendering, async () => {});
      return true;
    }
    const uploadId = what === "form" ? "" : await client.bring(carId, files);
    const send = () =>
      what === "form" ? client.sendForm(carId, files) : client.complete(uploadId);
    let answer = await strike(STRIKES_WITHIN[what], send);
    const isStruck = answer.status === 0;
    if (isStruck && retries) answer = await send();
    if (isTaken(answer)) note();
    expect([0, 202, 409]).toContain(answer.status);
    return isStruck;
  }

  /** Has one of each done, and notes how long it takes a server that is as cold. */
  async function measure(what: "form" | "completion"): Promise<void> {
    const carId = await client.newCar();
    const files = await Promise.all(Array.from({ length: PHOTOS_AT_ONCE }, noisyPhoto));
    const uploadId = what === "form" ? "" : await client.bring(carId, files);
    const began = performance.now();
    const send = () =>
      what === "form" ? client.sendForm(carId, files) : client.complete(uploadId);
    expect((await send()).status).toBe(202);
    STRIKES_WITHIN[what] = performance.now() - began;
    for (const file of files) taken.set(sha256Of(file), carId);
  }

  test(`survive ${KILLS} kills, and leave no orphan`, async () => {
    await measure("form");
    await measure("completion");
    let struck = 0;
    for (let n = 0; n < KILLS; n += 1) {
      const what = KINDS[n % KINDS.length] ?? "form";
      if (await killDuring(what, n % 2 === 0)) struck += 1;
    }
    for (const tasks of STEPS) await workOff(tasks);
    const hourAgo = new Date(Date.now() - 3_601_000);
    const halves = await parts();
    for (const name of halves) {
      await utimes(join(folder, "objects", ".parts", name), hourAgo, hourAgo);
    }
    server.kill();
    await server.answers();
    const [carId, last] = [await client.newCar(), await noisyPhoto()];
    expect((await client.sendForm(carId, [last])).status).toBe(202);
    taken.set(sha256Of(last), carId);
    for (const tasks of STEPS) await workOff(tasks);

    let lost = 0;
    for (const [sha256, car] of taken) {
      const { data } = (await client.call("GET", `/api/admin/cars/${car}`)).body;
      const photo = data.photos.find(({ url }: { url: string }) => url.includes(sha256));
      const shown = photo && (await client.call("GET", photo.url));
      if (shown?.status !== 200) lost += 1;
    }
    const { pictures, files, ...counts } = await countOrphans(owner, await keys());
    const told = `${server.kills()} kills, ${struck} of them in the midst, ${halves.length} halves of files swept; ${taken.size} photos taken, ${pictures} pictures, ${files} files`;
    console.log(`${kind}: ${told}; ${JSON.stringify({ lost, ...counts })}`);
    expect({ lost, ...counts }).toEqual({
      lost: 0,
      orphanRows: 0,
      orphanFiles: 0,
      missingFiles: 0,
    });
    expect(struck).toBeGreaterThan(KILLS / 3);
  });
});
