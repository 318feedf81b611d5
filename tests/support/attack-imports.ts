import { rejectedKey, sourceKey } from "../../src/domain/imports/import-files.ts";
import type { Filling } from "./attack-rows.ts";
import type { TestApp } from "./test-app.ts";

const COUNTS = { read: 2, created: 1, drafts: 0, updated: 0, unchanged: 0, rejected: 1, blank: 0 };
const OPTIONS = { columns: {}, constants: {}, rates: {}, status: "available" };

/** An import that can be undone, one that was rehearsed and one that waits, and remembered columns. */
export async function addImports(
  { deps }: TestApp,
  { mark, insert, tenant }: Filling,
  askedBy: string,
) {
  const put = (key: string, text: string) =>
    deps.objects.put(key, new TextEncoder().encode(text), "text/csv");
  const add = async (name: string, more: Record<string, unknown>) => {
    const dryRun = more["dry_run"] === true;
    const by = { kind: "staff", id: askedBy, role: "owner", name: `Asker ${mark}` };
    const id = await insert("stock_imports", {
      ...{ dry_run: dryRun, file_name: `${name}-${mark}.csv`, file_bytes: 9 },
      header: ["merek", `kolom ${mark}`],
      options: JSON.stringify({ ...OPTIONS, mode: "rows", dryRun }),
      requested_by: JSON.stringify(by),
      ...more,
    });
    await put(sourceKey(tenant.id, id), `merek,model,tahun\nToyota,Model ${mark},2019\n`);
    await put(rejectedKey(tenant.id, id), `line,reasons\n3,"Reason ${mark}"\n`);
    return id;
  };
  const report = JSON.stringify({
    ...{ counts: { ...COUNTS, warnings: 0 }, encoding: "utf-8", fields: ["brand"] },
    ...{ unusedColumns: [`kolom ${mark}`], preview: [], rowWarnings: [] },
    rowErrors: [{ line: 3, field: null, column: null, value: null, reason: `Reason ${mark}` }],
  });
  const imports = {
    last: await add("last", { state: "done", may_undo: true, has_rejected: true, report }),
    dry: await add("dry", { state: "done", dry_run: true, has_source: true, report }),
    waiting: await add("waiting", { has_source: true }),
  };
  await insert("stock_import_changes", {
    ...{ import_id: imports.last, position: 0, created: "[]", updated: "[]" },
  });
  const columns = await insert("stock_columns", {
    ...{ header_hash: `hash ${mark}`, header: ["merek", `kolom ${mark}`] },
    ...{ columns: JSON.stringify({ brand: ["merek"] }), constants: "{}" },
  });
  return { imports, columns };
}
