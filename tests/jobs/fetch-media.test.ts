/** Files of messages: copied from the gateway in time, whatever comes in between. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type pg from "pg";
import { NO_ORIGIN, type TenantScope, withTenant } from "../../src/db/index.ts";
import { eraseMedia } from "../../src/domain/media/erase-media.ts";
import { fetchMediaLater } from "../../src/domain/media/fetch-media-later.ts";
import { mediaKey } from "../../src/domain/media/media-key.ts";
import { createGuardedFetch } from "../../src/infra/guarded-fetch.ts";
import type { ObjectStore } from "../../src/infra/object-store.ts";
import { deleteObjectsJob } from "../../src/jobs/handlers/delete-objects.ts";
import { fetchMediaJob } from "../../src/jobs/handlers/fetch-media.ts";
import { runWorker } from "../../src/jobs/run-worker.ts";
import { connect } from "../support/attack-database.ts";
import { eventually } from "../support/eventually.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { addFileMessage, jobsOf, mediaRow, PDF, PICTURE } from "../support/test-media.ts";
import { createTestStaff, createTestTenant, type TestTenant } from "../support/test-tenant.ts";

let reply: () => Response | Promise<Response>;
let asked = 0;
const gateway = Bun.serve({
  ...{ port: 0, hostname: "127.0.0.1" },
  fetch: () => {
    asked += 1;
    return reply();
  },
});
const SOURCE = `http://127.0.0.1:${gateway.port}/media/IMG-1.jpg?key=secret`;

let now = new Date();
const options = {
  clock: () => now,
  fetchFile: createGuardedFetch({ isAllowed: ({ port }) => port === gateway.port }),
};
const app = createTestApp({ ...options, logLevel: "fatal" });
let owner: pg.Client;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  other = await createTestTenant(app);
});
beforeEach(() => {
  now = new Date();
  asked = 0;
  reply = () => new Response(PICTURE);
});
afterAll(async () => {
  await gateway.stop(true);
  await owner.end();
  await app.close();
});

const arrive = (given: Parameters<typeof addFileMessage>[3] = {}) =>
  addFileMessage(app, owner, tenant, { sourceUrl: SOURCE, ...given });
const run = (mediaId: string, by: TestApp = app, of = tenant) =>
  fetchMediaJob(by.deps, { tenantId: of.id, mediaId });
const row = (id: string) => mediaRow(owner, id);
const contentOf = async (mediaId: string) => {
  const stream = await app.deps.objects.get(mediaKey(tenant.id, mediaId));
  return stream && new Uint8Array(await new Response(stream).arrayBuffer());
};
const eventsOf = async (leadId: string) =>
  (await owner.query("SELECT * FROM live_events WHERE lead_id = $1 ORDER BY id", [leadId])).rows;
const inScope = async <Result>(work: (scope: TenantScope) => Promise<Result>) => {
  const record = await app.deps.tenants.find(tenant.host);
  if (!record) throw new Error("the tenant is not there");
  const context = { tenant: record, origin: NO_ORIGIN, now, log: app.deps.log };
  return withTenant(app.deps.database, { ...context, actor: { kind: "job" } }, work);
};
const nextFetch = async (mediaId: string) => {
  const jobs = await jobsOf(owner, tenant.id, "fetchMedia");
  return jobs.filter(({ payload }) => payload.mediaId === mediaId);
};
const deletions = async (mediaId: string) => {
  const jobs = await jobsOf(owner, tenant.id, "deleteObjects");
  const key = mediaKey(tenant.id, mediaId);
  return jobs.filter(({ payload }) => (payload.keys as string[]).includes(key));
};
/** Does the deletions of a file that wait, once. */
const runDeletions = async (mediaId: string) => {
  for (const { id, payload } of await deletions(mediaId)) {
    await deleteObjectsJob(app.deps, payload as { tenantId: string; keys: string[] });
    await owner.query("DELETE FROM graphile_worker._private_jobs WHERE id = $1", [id]);
  }
};

describe("a file", () => {
  test("is kept under its tenant as what it is, and its address forgotten", async () => {
    const sales = await createTestStaff(app, tenant, "sales");
    const { mediaId, leadId, messageId, conversationId } = await arrive({ assigneeId: sales.id });
    await run(mediaId);
    expect(await row(mediaId)).toMatchObject({
      ...{ status: "stored", content_type: "image/gif", bytes: PICTURE.length, source_url: null },
      ...{ storage_key: `${tenant.id}/media/${mediaId}`, attempts: 1, reason: null },
      stored_at: now,
    });
    expect(await contentOf(mediaId)).toEqual(PICTURE);
    expect(await eventsOf(leadId)).toMatchObject([
      {
        ...{ kind: "message.status", assignee_id: sales.id },
        payload: { messageId, conversationId, leadId, media: { id: mediaId, status: "stored" } },
      },
    ]);
    await run(mediaId);
    expect(asked).toBe(1);
    expect(await deletions(mediaId)).toEqual([]);
    expect((await eventsOf(leadId)).length).toBe(1);
  });

  test("comes by the queue, one after another for a tenant", async () => {
    const files = await Promise.all([arrive(), arrive(), arrive()]);
    let under = 0;
    let most = 0;
    reply = async () => {
      under += 1;
      most = Math.max(most, under);
      await Bun.sleep(50);
      under -= 1;
      return new Response(PICTURE);
    };
    await inScope(async (scope) => {
      for (const { mediaId } of files) await fetchMediaLater(scope, mediaId);
    });
    const other = createTestApp({ ...options, logLevel: "fatal" });
    const worker = runWorker(other.deps, other.ownerUrl);
    for (const { mediaId } of files) {
      await eventually(async () => (await row(mediaId)).status === "stored");
    }
    await worker.stop();
    await other.close();
    expect([most, asked]).toEqual([1, 3]);
  });

  test.each([
    ["a page under a picture's name", "<html><script>alert(1)</script>", "foto.jpg"],
    ["a drawing that may hold scripts", '<svg xmlns="http://www.w3.org/2000/svg"/>', "logo.svg"],
    ["a page under the name of a text", "Halo <b onclick=alert(1)>", "catatan.txt"],
    ["a program", "MZ\u0090\u0000\u0003", "foto.jpg"],
    ["text without a name of one", "Halo", null],
    ["nothing", "", "foto.jpg"],
  ])("that is %s is refused", async (_, content, filename) => {
    reply = () => new Response(content, { headers: { "Content-Type": "image/jpeg" } });
    const { mediaId, leadId } = await arrive({ filename });
    await run(mediaId);
    expect(await row(mediaId)).toMatchObject({
      ...{ status: "refused", reason: "type", source_url: null, storage_key: null },
    });
    expect(await contentOf(mediaId)).toBeNull();
    expect((await eventsOf(leadId))[0]?.payload.media.status).toBe("refused");
  });

  test.each([
    ["application/pdf", PDF, "brosur.pdf"],
    ["application/pdf", PDF, "foto.jpg"],
    ["text/plain", new TextEncoder().encode("Harga 150 jt nego"), "harga.txt"],
    ["text/vcard", new TextEncoder().encode("BEGIN:VCARD\r\nFN:Budi\r\nEND:VCARD"), "Budi.vcf"],
    ["audio/ogg", Buffer.from(`OggS${"\0".repeat(24)}OpusHead\x01\x01`, "latin1"), null],
  ])("is told by its content: %s", async (type, content, filename) => {
    reply = () => new Response(content, { headers: { "Content-Type": "text/html" } });
    const { mediaId } = await arrive({ filename });
    await run(mediaId);
    expect(await row(mediaId)).toMatchObject({ status: "stored", content_type: type });
  });

  test("of a private address is refused, and nothing asked", async () => {
    const guarded = createTestApp({ logLevel: "fatal" });
    for (const sourceUrl of [SOURCE, "http://169.254.169.254/latest/", "file:///etc/passwd"]) {
      const { mediaId } = await arrive({ sourceUrl });
      await run(mediaId, guarded);
      expect(await row(mediaId)).toMatchObject({ status: "refused", reason: "address" });
    }
    expect(asked).toBe(0);
    await guarded.close();
  });

  test("that is too large is refused", async () => {
    reply = () => new Response(new Uint8Array(17 * 1024 * 1024));
    const { mediaId } = await arrive();
    await run(mediaId);
    expect(await row(mediaId)).toMatchObject({ status: "refused", reason: "size" });
  });

  test("that is gone is lost", async () => {
    reply = () => new Response("expired", { status: 410 });
    const { mediaId } = await arrive();
    await run(mediaId);
    expect(await row(mediaId)).toMatchObject({ status: "lost", reason: "gone" });
    expect(await nextFetch(mediaId)).toEqual([]);
  });

  test("of another tenant's job is left alone", async () => {
    const { mediaId } = await arrive();
    await run(mediaId, app, other);
    expect(asked).toBe(0);
    expect(await row(mediaId)).toMatchObject({ status: "pending", attempts: 0 });
  });
});

describe("what fails for the moment", () => {
  test("is tried again after short pauses until the gateway has forgotten the file", async () => {
    reply = () => new Response("busy", { status: 503 });
    const { mediaId } = await arrive({ fetchBefore: new Date(now.getTime() + 30 * 60_000) });
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 100; attempt += 1) {
      await run(mediaId);
      const { status, reason, attempts, source_url } = await row(mediaId);
      expect([attempts, reason]).toEqual([attempt, "HTTP 503"]);
      if (status === "lost") {
        expect(source_url).toBeNull();
        break;
      }
      const jobs = await nextFetch(mediaId);
      expect([status, source_url, jobs.length]).toEqual(["pending", SOURCE, 1]);
      const at = jobs[0]?.run_at ?? now;
      pauses.push((at.getTime() - now.getTime()) / 1000);
      now = at;
    }
    expect(pauses.slice(0, 7)).toEqual([2, 5, 10, 20, 30, 60, 60]);
    const total = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(28 * 60);
    expect(total).toBeLessThan(30 * 60);
  });

  test("is forgotten when it succeeds at last", async () => {
    reply = () => new Response("busy", { status: 500 });
    const { mediaId } = await arrive();
    await run(mediaId);
    reply = () => new Response(PICTURE);
    await run(mediaId);
    expect(await row(mediaId)).toMatchObject({ status: "stored", attempts: 2, reason: null });
  });

  test("is lost without being asked for when the time is over", async () => {
    const { mediaId } = await arrive({ fetchBefore: new Date(now.getTime() - 1) });
    await run(mediaId);
    expect(await row(mediaId)).toMatchObject({ status: "lost", reason: "late" });
    expect(asked).toBe(0);
  });

  test("may be the object store: no row says stored before the object is there", async () => {
    const broken: ObjectStore = {
      ...app.deps.objects,
      put: () => Promise.reject(new Error("the object store answered 503")),
    };
    const failing = createTestApp({ ...options, logLevel: "fatal", objects: broken });
    const { mediaId } = await arrive();
    await run(mediaId, failing);
    await failing.close();
    expect(await row(mediaId)).toMatchObject({
      ...{ status: "pending", reason: "store: the object store answered 503", storage_key: null },
    });
    await run(mediaId);
    expect((await row(mediaId)).status).toBe("stored");
  });
});

describe("a person's erasure", () => {
  test("removes what is kept, and what is under way when it arrives", async () => {
    const kept = await arrive({ filename: "KTP Budi.jpg" });
    await run(kept.mediaId);
    await inScope((scope) => eraseMedia(scope, kept.leadId));
    expect(await row(kept.mediaId)).toMatchObject({
      ...{ status: "lost", reason: "erased", filename: null, source_url: null },
      ...{ storage_key: null, content_type: null, bytes: null },
    });
    await runDeletions(kept.mediaId);
    expect(await contentOf(kept.mediaId)).toBeNull();

    const late = await arrive();
    reply = async () => {
      await inScope((scope) => eraseMedia(scope, late.leadId));
      await runDeletions(late.mediaId);
      return new Response(PICTURE);
    };
    await run(late.mediaId);
    expect(await row(late.mediaId)).toMatchObject({ status: "lost", reason: "erased" });
    expect(await contentOf(late.mediaId)).toEqual(PICTURE);
    await runDeletions(late.mediaId);
    expect(await contentOf(late.mediaId)).toBeNull();
  });

  test("finds a file whose fetching process died before it said so", async () => {
    const { mediaId, leadId } = await arrive();
    const dying: ObjectStore = {
      ...app.deps.objects,
      put: async (...given) => {
        await app.deps.objects.put(...given);
        throw new Error("killed");
      },
    };
    const failing = createTestApp({ ...options, logLevel: "fatal", objects: dying });
    await run(mediaId, failing);
    await failing.close();
    expect(await contentOf(mediaId)).toEqual(PICTURE);
    await inScope((scope) => eraseMedia(scope, leadId));
    await runDeletions(mediaId);
    expect(await contentOf(mediaId)).toBeNull();
    await run(mediaId);
    expect(asked).toBe(1);
  });
});

describe("a job that deletes", () => {
  test("touches no other tenant's files, nor anything that is none", async () => {
    const { mediaId } = await arrive();
    await run(mediaId);
    const key = mediaKey(tenant.id, mediaId);
    const mine = mediaKey(other.id, crypto.randomUUID());
    for (const keys of [[key], [mine, key], [`${other.id}/../${key}`], [`${other.id}/media`]]) {
      const job = deleteObjectsJob(app.deps, { tenantId: other.id, keys });
      await expect(job).rejects.toThrow("not the tenant's");
    }
    expect(await contentOf(mediaId)).toEqual(PICTURE);
    await deleteObjectsJob(app.deps, { tenantId: other.id, keys: [mine] });
  });

  test("is of a few hundred files at the most", async () => {
    const { leadId, conversationId } = await arrive();
    await owner.query(
      `WITH made AS (
         INSERT INTO media_files (tenant_id, status)
         SELECT $1, 'refused' FROM generate_series(1, 450) RETURNING id)
       INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
                             sent_at, media_id)
       SELECT $1, $2, $3, 'inbound', 'media', '', id::text, now(), id FROM made`,
      [tenant.id, conversationId, leadId],
    );
    const before = (await jobsOf(owner, tenant.id, "deleteObjects")).length;
    await inScope((scope) => eraseMedia(scope, leadId));
    const jobs = (await jobsOf(owner, tenant.id, "deleteObjects")).slice(before);
    expect(jobs.map(({ payload }) => (payload.keys as string[]).length)).toEqual([200, 200, 51]);
  });
});
