import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

/** Any number: it only has to be the same in every process that migrates. */
export const SCRIPT_LOCK = 7_205_121;
const LOCK_SCRIPT = `SELECT pg_advisory_xact_lock(${SCRIPT_LOCK})`;

let instantiated: Promise<void> | undefined;

async function instantiate(): Promise<void> {
  const path = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = await readFile(path.replace(/schema_engine\.js$/, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
}

/**
 * Marks the migration under way as finished in the transaction of its own script, so that a
 * process killed in between leaves either both or neither.
 */
const MARK_FINISHED = `;
DO $$ BEGIN
  UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
  WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'this migration was abandoned'; END IF;
END $$`;

/** Sends a migration whole: the stock adapter cuts scripts at every semicolon, also inside $$. */
class ScriptAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      const isMigration = !script.includes("_prisma_migrations");
      await adapter
        .underlyingDriver()
        .query(isMigration ? `${LOCK_SCRIPT};\n${script}${MARK_FINISHED}` : script);
    };
    return adapter;
  }
}

/** Prisma's own schema engine in WebAssembly, connected to a database: no binary is downloaded. */
export async function openSchemaEngine(url: string): Promise<bindings.SchemaEngine> {
  instantiated ??= instantiate();
  await instantiated;
  const adapter = bindMigrationAwareSqlAdapterFactory(new ScriptAdapter({ connectionString: url }));
  return bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
}

/**
 * Forgets a migration that a killed process had begun: its script was rolled back, as it would
 * have marked itself otherwise. One that its backend still runs is waited for.
 */
export const FORGET_UNFINISHED = `
BEGIN;
${LOCK_SCRIPT};
DELETE FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL;
COMMIT`;
