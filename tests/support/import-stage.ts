/** A dealership that imports stock by its API, and the jobs that do it. */
import type pg from "pg";
import { deleteObjectsJob } from "../../src/jobs/handlers/delete-objects.ts";
import { importStockJob } from "../../src/jobs/handlers/import-stock.ts";
import { sweepImportJob } from "../../src/jobs/handlers/sweep-import.ts";
import { undoImportJob } from "../../src/jobs/handlers/undo-import.ts";
import { callAs } from "./call-as.ts";
import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import { jobsOf } from "./test-media.ts";
import { createTestTenant, logIn, type TestStaff, type TestTenant } from "./test-tenant.ts";

const HANDLERS = {
  importStock: importStockJob,
  undoImport: undoImportJob,
  sweepImport: sweepImportJob,
  deleteObjects: deleteObjectsJob,
};

export const csv = (...lines: string[]) => `${lines.join("\n")}\n`;

export const formOf = (
  content: string | Uint8Array,
  options?: object | string,
  name = "stok.csv",
) => {
  const form = new FormData();
  if (options) {
    form.append("options", typeof options === "string" ? options : JSON.stringify(options));
  }
  form.append(
    "file",
    new File([typeof content === "string" ? content : Buffer.from(content)], name),
  );
  return form;
};

export async function openImportStage(app: TestApp, owner: pg.Client) {
  const tenant: TestTenant = await createTestTenant(app);
  const boss: TestStaff = await logIn(app, tenant, tenant.owner);
  const call = callAs(app, tenant, boss);

  async function sendForm(form: FormData, as = boss) {
    const response = await app.send(tenant.host, "/api/admin/imports", {
      ...{ method: "POST", body: form, headers: { Authorization: `Bearer ${as.token}` } },
    });
    return { status: response.status, body: await json(response) };
  }
  const upload = async (content: string | Uint8Array, options?: object): Promise<string> => {
    const { status, body } = await sendForm(formOf(content, options));
    if (status !== 202) throw new Error(JSON.stringify(body));
    return body.data.id;
  };
  /** Does the jobs of a task that wait. */
  async function work(task: keyof typeof HANDLERS) {
    for (const { id, payload } of await jobsOf(owner, tenant.id, task)) {
      await owner.query("DELETE FROM graphile_worker._private_jobs WHERE id = $1", [id]);
      await HANDLERS[task](app.deps, payload as never);
    }
  }
  const get = async (id: string) => (await call("GET", `/imports/${id}`)).body.data;
  return {
    ...{ tenant, boss, call, sendForm, upload, work, get },
    /** Uploads a file and takes it in. */
    take: async (content: string, options?: object) => {
      const id = await upload(content, options);
      await work("importStock");
      return get(id);
    },
    undo: async (id: string) => {
      const asked = await call("POST", `/imports/${id}/undo`);
      if (asked.status === 202) await work("undoImport");
      return { status: asked.status, import: await get(id) };
    },
    /** Cars by display code, as staff see them. */
    cars: async () => {
      const { body } = await call("GET", "/cars?limit=100");
      // biome-ignore lint/suspicious/noExplicitAny: what an assertion reads is checked by the assertion.
      const cars = body.data as any[];
      return new Map(cars.map((car) => [car.displayCode, car]));
    },
    /** Whether the file of an import is kept, and that of its rejected rows. */
    kept: async (id: string) =>
      Promise.all(
        ["source", "rejected"].map(async (name) => {
          const stream = await app.deps.objects.get(`${tenant.id}/imports/${id}/${name}`);
          await stream?.cancel();
          return stream !== null;
        }),
      ),
    rows: async (table: string) =>
      (await owner.query(`SELECT * FROM ${table} WHERE tenant_id = $1`, [tenant.id])).rows,
  };
}
export type ImportStage = Awaited<ReturnType<typeof openImportStage>>;
