/** Files of messages: seen by whom they concern, by links that soon end, and uploaded to be sent. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { generateKeyPair } from "jose";
import type pg from "pg";
import { mediaKey } from "../../src/domain/media/media-key.ts";
import { fetchMediaJob } from "../../src/jobs/handlers/fetch-media.ts";
import { sweepUploadJob } from "../../src/jobs/handlers/sweep-upload.ts";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { forgeToken } from "../support/forge-token.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { addFileMessage, jobsOf, mediaRow, PDF, PICTURE } from "../support/test-media.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

const MB = 1024 * 1024;

let now = new Date();
/** What the gateway has for whoever asks. */
let content: Uint8Array = PICTURE;
const app = createTestApp({
  clock: () => now,
  fetchFile: async () => ({ kind: "fetched", bytes: content }),
  logLevel: "fatal",
});
let owner: pg.Client;
let tenant: TestTenant;
let other: TestTenant;
let boss: TestStaff;
let sales: TestStaff;
let colleague: TestStaff;
let stranger: TestStaff;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  other = await createTestTenant(app);
  boss = await logIn(app, tenant, tenant.owner);
  sales = await createTestStaff(app, tenant, "sales");
  colleague = await createTestStaff(app, tenant, "sales");
  stranger = await logIn(app, other, other.owner);
});
beforeEach(() => {
  now = new Date();
  content = PICTURE;
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const as = (staff: TestStaff, of = tenant): Call => callAs(app, of, staff);
const link = async (id: string, staff = boss) =>
  (await as(staff)("GET", `/media/${id}`)).body.data as { url: string; expiresAt: string };
const open = (url: string, host = tenant.host, headers: Record<string, string> = {}) =>
  app.send(host, url, { headers });

/** A stored file of a lead of sales. */
async function stored(given: Parameters<typeof addFileMessage>[3] = {}) {
  const sourceUrl = "https://files.test/1";
  const made = await addFileMessage(app, owner, tenant, {
    ...{ sourceUrl, assigneeId: sales.id },
    ...given,
  });
  await fetchMediaJob(app.deps, { tenantId: tenant.id, mediaId: made.mediaId });
  return made;
}

async function upload(
  file: File | string | null,
  staff = sales,
  more: Record<string, string> = {},
) {
  const form = new FormData();
  if (file !== null) form.append("file", file);
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  const headers = { Authorization: `Bearer ${staff.token}` };
  const init = { method: "POST", headers, body: form };
  const response = await app.send(tenant.host, "/api/admin/media", init);
  return { status: response.status, body: await json(response) };
}
const picture = (name = "foto.gif") => new File([PICTURE as Uint8Array<ArrayBuffer>], name);

describe("a file of a message", () => {
  test("is told with a link that opens it without a login, for five minutes", async () => {
    const { mediaId } = await stored({ filename: "mobil.gif" });
    const { status, body } = await as(sales)("GET", `/media/${mediaId}`);
    expect([status, body.data]).toEqual([
      200,
      {
        ...{ id: mediaId, status: "stored", contentType: "image/gif", bytes: PICTURE.length },
        ...{ filename: "mobil.gif", reason: null, createdAt: expect.any(String) },
        url: expect.stringMatching(/^\/media\/[\w.-]{100,600}$/),
        expiresAt: new Date(Math.floor(now.getTime() / 1000) * 1000 + 300_000).toISOString(),
      },
    ]);
    const opened = await open(body.data.url);
    expect(opened.status).toBe(200);
    expect(new Uint8Array(await opened.arrayBuffer())).toEqual(PICTURE);
    expect(Object.fromEntries(opened.headers)).toMatchObject({
      ...{ "content-type": "image/gif", "content-length": String(PICTURE.length) },
      ...{ "content-disposition": "inline; filename=mobil.gif" },
      ...{ "x-content-type-options": "nosniff", "cache-control": "private, max-age=300" },
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    });
    now = new Date(now.getTime() + 295_000);
    expect((await open(body.data.url)).status).toBe(200);
    now = new Date(now.getTime() + 10_000);
    expect((await open(body.data.url)).status).toBe(404);
  });

  test("is seen by those who may see its lead", async () => {
    const { mediaId } = await stored();
    expect((await as(sales)("GET", `/media/${mediaId}`)).status).toBe(200);
    expect((await as(boss)("GET", `/media/${mediaId}`)).status).toBe(200);
    expect((await as(colleague)("GET", `/media/${mediaId}`)).status).toBe(404);
    expect((await as(stranger, other)("GET", `/media/${mediaId}`)).status).toBe(404);
    const nobodys = await stored({ assigneeId: undefined });
    await owner.query("UPDATE leads SET assignee_id = NULL WHERE id = $1", [nobodys.leadId]);
    expect((await as(colleague)("GET", `/media/${nobodys.mediaId}`)).status).toBe(200);
  });

  test("has no link until it is kept", async () => {
    const { mediaId } = await addFileMessage(app, owner, tenant, { sourceUrl: "https://x.test/" });
    const { body } = await as(boss)("GET", `/media/${mediaId}`);
    expect(body.data).toMatchObject({ status: "pending", url: null, expiresAt: null });
    expect(JSON.stringify(body)).not.toContain("x.test");
    const { token } = await app.deps.mediaLinks.sign(tenant.id, mediaId);
    expect((await open(`/media/${token}`)).status).toBe(404);
  });

  test.each([
    ["brosur.pdf", PDF, "attachment; filename=brosur.pdf"],
    ["foto.exe", PICTURE, "inline; filename=foto.exe.gif"],
    [null, PICTURE, "inline; filename=file.gif"],
    ["Mobil Ayu 🚗.gif", PICTURE, /filename\*=UTF-8''Mobil%20Ayu%20%F0%9F%9A%97\.gif$/],
    ['a"b\r\nX-Evil: 1.gif', PICTURE, 'inline; filename="a\\"bX-Evil: 1.gif"'],
    ["gpj\u202egnp.exe\u202c", PICTURE, "inline; filename=gpjgnp.exe.gif"],
  ])("named %j is offered under a name of its type", async (filename, bytes, expected) => {
    content = bytes;
    const { mediaId } = await stored({ filename });
    const opened = await open((await link(mediaId)).url);
    expect(opened.headers.get("Content-Disposition")).toMatch(expected);
    expect(opened.headers.get("X-Evil")).toBeNull();
  });

  test.each([
    ["bytes=0-3", 0, 4],
    ["bytes=6-", 6, undefined],
    ["bytes=-5", -5, undefined],
    ["bytes=10-999999", 10, undefined],
  ])("is read in part: %s", async (range, from, to) => {
    const { mediaId } = await stored();
    const { url } = await link(mediaId);
    const part = await open(url, tenant.host, { Range: range });
    const bytes = PICTURE.slice(from, to);
    expect([part.status, new Uint8Array(await part.arrayBuffer())]).toEqual([206, bytes]);
    const start = from < 0 ? PICTURE.length + from : from;
    const where = `bytes ${start}-${start + bytes.length - 1}/${PICTURE.length}`;
    expect(part.headers.get("Content-Range")).toBe(where);
    expect(part.headers.get("Content-Length")).toBe(String(bytes.length));
  });

  test.each(["bytes=9-3", "bytes=999-", "bytes=0-1,3-4", "items=0-1", "bytes=-", "bytes=-0"])(
    "is read whole for a range that it has not: %s",
    async (range) => {
      const { mediaId } = await stored();
      const whole = await open((await link(mediaId)).url, tenant.host, { Range: range });
      expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, PICTURE.length]);
    },
  );

  test("goes with its person, and so do the links to it", async () => {
    const { mediaId, leadId } = await stored({ filename: "KTP.gif" });
    const { url } = await link(mediaId);
    expect((await as(boss)("DELETE", `/leads/${leadId}/personal-data`)).status).toBe(204);
    expect((await open(url)).status).toBe(404);
    expect((await as(boss)("GET", `/media/${mediaId}`)).status).toBe(404);
    expect(await mediaRow(owner, mediaId)).toMatchObject({ status: "lost", filename: null });
    const jobs = await jobsOf(owner, tenant.id, "deleteObjects");
    expect(jobs.map(({ payload }) => payload.keys)).toContainEqual([mediaKey(tenant.id, mediaId)]);
  });
});

test("a file that several persons were sent goes with the last of them, their own with them", async () => {
  const brochure = (await upload(picture())).body.data.id;
  const first = await stored();
  const second = await stored();
  for (const { messageId } of [first, second]) {
    await owner.query(
      `INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
                             sent_at, media_id, status)
       SELECT tenant_id, conversation_id, lead_id, 'outbound', 'media', '', id || '/sent', now(), $2, 'sent'
       FROM messages WHERE id = $1`,
      [messageId, brochure],
    );
  }
  const erase = (leadId: string) => as(boss)("DELETE", `/leads/${leadId}/personal-data`);
  await erase(first.leadId);
  expect((await mediaRow(owner, first.mediaId)).status).toBe("lost");
  expect((await mediaRow(owner, brochure)).status).toBe("stored");
  expect((await as(boss)("GET", `/media/${brochure}`)).status).toBe(200);
  await erase(second.leadId);
  expect((await mediaRow(owner, brochure)).status).toBe("lost");
});

describe("a link", () => {
  test("is good at its dealership alone", async () => {
    const { mediaId } = await stored();
    const { url } = await link(mediaId);
    expect((await open(url, other.host)).status).toBe(404);
    const { token } = await app.deps.mediaLinks.sign(other.id, mediaId);
    expect((await open(`/media/${token}`, other.host)).status).toBe(404);
    expect((await open(`/media/${token}`)).status).toBe(404);
    expect((await open(url, "nobody.localhost")).status).toBe(404);
  });

  test("that was changed, made up or is of another kind opens nothing", async () => {
    const { mediaId } = await stored();
    const { token } = await app.deps.mediaLinks.sign(tenant.id, mediaId);
    const [head, body, signature] = token.split(".");
    const another = await stored();
    const { privateKey: strangeKey } = await generateKeyPair("EdDSA", { crv: "Ed25519" });
    const claims = JSON.parse(Buffer.from(body ?? "", "base64url").toString());
    const swapped = Buffer.from(JSON.stringify({ ...claims, sub: another.mediaId }));
    const none = Buffer.from('{"alg":"none","typ":"media+jwt"}').toString("base64url");
    for (const forged of [
      ...["x", "..", "a.b.c", mediaId, `${head}.${body}.`, `${none}.${body}.`, `${token}x`],
      `${head}.${swapped.toString("base64url")}.${signature}`,
      ...[boss.token, token.toUpperCase(), "x".repeat(900)],
      ...(await Promise.all(
        [
          { typ: "at+jwt" },
          { typ: "media+jwt", aud: other.id },
          { typ: "media+jwt", iss: "somebody" },
          { typ: "media+jwt", life: -1 },
          { typ: "media+jwt", kid: "unknown" },
          { typ: "media+jwt", key: strangeKey },
        ].map((flaw) => forgeToken(app, { sub: mediaId, aud: tenant.id, sid: mediaId, ...flaw })),
      )),
    ]) {
      expect([forged, (await open(`/media/${forged}`)).status]).toEqual([forged, 404]);
    }
    expect((await open(`/media/${"x".repeat(1_001)}`)).status).toBe(400);
    expect((await open("/media/..%2F..%2Fetc%2Fpasswd")).status).toBe(404);
    const me = await app.send(tenant.host, "/api/admin/auth/me", {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(me.status).toBe(401);
    expect((await open(`/media/${token}`)).status).toBe(200);
  });

  test("opens nothing of a dealership that is suspended", async () => {
    const closing = await createTestTenant(app);
    const made = await addFileMessage(app, owner, closing, { sourceUrl: "https://files.test/1" });
    await fetchMediaJob(app.deps, { tenantId: closing.id, mediaId: made.mediaId });
    const { token } = await app.deps.mediaLinks.sign(closing.id, made.mediaId);
    expect((await open(`/media/${token}`, closing.host)).status).toBe(200);
    await owner.query("UPDATE tenants SET status = 'suspended' WHERE id = $1", [closing.id]);
    app.deps.tenants.changed(closing.id);
    expect((await open(`/media/${token}`, closing.host)).status).toBe(403);
  });
});

describe("an upload", () => {
  test("is kept as what it is, and written down", async () => {
    const { status, body } = await upload(picture("Avanza depan.gif"));
    const { url } = body.data;
    expect([status, body.data]).toMatchObject([
      201,
      {
        ...{ status: "stored", contentType: "image/gif", bytes: PICTURE.length },
        ...{ filename: "Avanza depan.gif", url: expect.stringMatching(/^\/media\//) },
      },
    ]);
    const opened = await open(url);
    expect(new Uint8Array(await opened.arrayBuffer())).toEqual(PICTURE);
    const row = await mediaRow(owner, body.data.id);
    expect(row).toMatchObject({ tenant_id: tenant.id, uploaded_by_id: sales.id });
    const { rows } = await owner.query("SELECT * FROM audit_events WHERE subject_id = $1", [
      row.id,
    ]);
    expect(rows).toMatchObject([{ action: "media.uploaded", actor_id: sales.id }]);
    expect(JSON.stringify(rows)).not.toContain("Avanza");
  });

  test("is its uploader's until it is sent, and then the lead's", async () => {
    const { body } = await upload(picture());
    const { id } = body.data;
    expect((await as(sales)("GET", `/media/${id}`)).status).toBe(200);
    expect((await as(colleague)("GET", `/media/${id}`)).status).toBe(404);
    expect((await as(boss)("GET", `/media/${id}`)).status).toBe(404);
    const { messageId, leadId } = await stored({ assigneeId: colleague.id });
    await owner.query("UPDATE messages SET media_id = $1 WHERE id = $2", [id, messageId]);
    expect((await as(colleague)("GET", `/media/${id}`)).status).toBe(200);
    expect((await as(sales)("GET", `/media/${id}`)).status).toBe(404);
    await owner.query("UPDATE leads SET erased_at = now() WHERE id = $1", [leadId]);
    expect((await as(colleague)("GET", `/media/${id}`)).status).toBe(404);
  });

  test("by an API key is any key's, and nobody else's", async () => {
    const scopes = ["leads:read", "leads:write"];
    const made = await as(boss)("POST", "/api-keys", { name: "Partner", scopes });
    const key = { ...boss, token: made.body.data.key };
    const { status, body } = await upload(picture(), key);
    expect(status).toBe(201);
    expect((await as(key)("GET", `/media/${body.data.id}`)).status).toBe(200);
    expect((await as(sales)("GET", `/media/${body.data.id}`)).status).toBe(404);
  });

  test.each([
    ["nothing", null],
    ["a text field", "teks"],
    ["an empty file", new File([], "foto.jpg")],
    ["a page", new File(["<html>"], "foto.jpg")],
    ["a drawing", new File(["<svg xmlns='http://www.w3.org/2000/svg'/>"], "a.svg")],
    ["more than 4 MB", new File([new Uint8Array(4 * MB + 1)], "foto.jpg")],
  ])("of %s is refused", async (_, file) => {
    const { status, body } = await upload(file);
    expect([status, body.code]).toEqual([400, "INVALID_INPUT"]);
    expect(body.errors[0].path).toBe("file");
  });

  test("of 4 MB is taken, and of far more cut off", async () => {
    const large = new Uint8Array(4 * MB);
    large.set(PICTURE);
    expect((await upload(new File([large], "besar.gif"))).status).toBe(201);
    const huge = await upload(new File([new Uint8Array(6 * MB)], "besar.gif"));
    expect([huge.status, huge.body.code]).toEqual([413, "TOO_LARGE"]);
    const note = JSON.stringify({ body: "x".repeat(2 * MB) });
    const headers = { Authorization: `Bearer ${boss.token}` };
    const path = `/api/admin/leads/${crypto.randomUUID()}/notes`;
    const init = { method: "POST", headers, body: note };
    expect((await app.send(tenant.host, path, init)).status).toBe(413);
  });

  test("takes no other field, and no other kind of body", async () => {
    const { status, body } = await upload(picture(), sales, { tenantId: other.id });
    expect([status, body.errors]).toEqual([
      400,
      [{ path: "tenantId", message: "is not a known field" }],
    ]);
    const headers = { Authorization: `Bearer ${sales.token}` };
    const sent = (type: string, text: string) =>
      app.send(tenant.host, "/api/admin/media", {
        ...{ method: "POST", body: text },
        headers: { ...headers, "Content-Type": type },
      });
    expect((await sent("application/json", '{"file":"x"}')).status).toBe(415);
    expect((await sent("image/gif", "GIF89a")).status).toBe(415);
    expect((await sent("multipart/form-data; boundary=x", "no form")).status).toBe(400);
  });

  test("has a name without folders or signs that are not seen", async () => {
    const names = {
      "../../etc/passwd.gif": "passwd.gif",
      "C:\\fakepath\\foto.gif": "foto.gif",
      "a\u202eb\u200bc.gif": "abc.gif",
      [`${"x".repeat(300)}.gif`]: `${"x".repeat(196)}.gif`,
    };
    for (const [given, kept] of Object.entries(names)) {
      expect((await upload(picture(given))).body.data.filename).toBe(kept);
    }
  });

  test("that is not sent is removed after a day, and one that is stays", async () => {
    const unsent = (await upload(picture())).body.data.id;
    const sent = (await upload(picture())).body.data.id;
    const { messageId } = await stored();
    await owner.query("UPDATE messages SET media_id = $1 WHERE id = $2", [sent, messageId]);
    const jobs = await jobsOf(owner, tenant.id, "sweepUpload");
    for (const mediaId of [unsent, sent]) {
      const job = jobs.find(({ payload }) => payload.mediaId === mediaId);
      expect(job?.run_at.getTime()).toBe(now.getTime() + 24 * 3_600_000);
      await sweepUploadJob(app.deps, { tenantId: other.id, mediaId });
      expect((await mediaRow(owner, mediaId)).status).toBe("stored");
      await sweepUploadJob(app.deps, { tenantId: tenant.id, mediaId });
    }
    expect(await mediaRow(owner, unsent)).toBeUndefined();
    expect((await mediaRow(owner, sent)).status).toBe("stored");
    const keys = (await jobsOf(owner, tenant.id, "deleteObjects")).flatMap(
      ({ payload }) => payload.keys,
    );
    expect(keys).toContain(mediaKey(tenant.id, unsent));
    expect(keys).not.toContain(mediaKey(tenant.id, sent));
  });

  test("whose writing down broke off leaves an object that is removed", async () => {
    const before = await jobsOf(owner, tenant.id, "sweepUpload");
    await owner.query(`
      CREATE FUNCTION refuse_media() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'no row'; END $$;
      CREATE TRIGGER refuse_media BEFORE INSERT ON media_files FOR EACH ROW
        WHEN (NEW.tenant_id = '${tenant.id}') EXECUTE FUNCTION refuse_media()`);
    const { status } = await upload(picture());
    await owner.query("DROP TRIGGER refuse_media ON media_files; DROP FUNCTION refuse_media()");
    expect(status).toBe(500);
    const [job] = (await jobsOf(owner, tenant.id, "sweepUpload")).slice(before.length);
    const mediaId = String(job?.payload.mediaId);
    expect(await app.deps.objects.get(mediaKey(tenant.id, mediaId))).not.toBeNull();
    await sweepUploadJob(app.deps, { tenantId: tenant.id, mediaId });
    const keys = (await jobsOf(owner, tenant.id, "deleteObjects")).flatMap(
      ({ payload }) => payload.keys,
    );
    expect(keys).toContain(mediaKey(tenant.id, mediaId));
  });

  test("waits while the object store is away", async () => {
    const put = () => Promise.reject(new Error("the object store answered 503"));
    const away = createTestApp({ objects: { ...app.deps.objects, put }, logLevel: "fatal" });
    const form = new FormData();
    form.append("file", picture());
    const response = await away.send(tenant.host, "/api/admin/media", {
      ...{ method: "POST", body: form },
      headers: { Authorization: `Bearer ${sales.token}` },
    });
    await away.close();
    expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "5"]);
  });
});
