/** The Prisma schema, which the code reads the tables by, and the migrations, which make them. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { openSchemaEngine } from "../../src/db/schema-engine.ts";
import { testOwnerUrl } from "../support/test-app.ts";

/** PostgreSQL's one-byte type "char", of which its catalogue is full and the adapter knows nothing. */
const INTERNAL_CHAR = 18;

class CatalogueAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      if (!query.sql.includes("pg_constraint")) return queryRaw(query);
      const text = query.sql.replace(/;\s*$/, "");
      const probe = { text, values: query.args, rowMode: "array" } as const;
      const { fields } = await adapter.underlyingDriver().query(probe);
      const isChar = fields.map((field) => field.dataTypeID === INTERNAL_CHAR);
      const columns = fields.map(({ name }, n) => `"${name}"${isChar[n] ? "::text" : ""}`);
      const result = await queryRaw({ ...query, sql: `SELECT ${columns} FROM (${text}) AS read` });
      const columnTypes = result.columnTypes.map((type, n) =>
        isChar[n] ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }
}

const folder = join(import.meta.dir, "../../prisma");
const schema = await Bun.file(join(folder, "schema.prisma")).text();

/** The SQL that leads from the migrated database to a schema. */
async function wayTo(content: string): Promise<string | null> {
  const url = testOwnerUrl();
  (await openSchemaEngine(url)).free();
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new CatalogueAdapter({ connectionString: url }),
  );
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
  const files = (text: string) => [{ path: "schema.prisma", content: text }];
  const { stdout } = await engine.diff({
    from: { tag: "schemaDatasource", files: files(schema), configDir: folder },
    to: { tag: "schemaDatamodel", files: files(content) },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  return stdout;
}

test("say the same of every table, column, key and foreign key", async () => {
  expect(await wayTo(schema)).toBe("-- This is an empty migration.\n");
});

test("would be found to differ in a column, an index or a reference", async () => {
  const differing = [
    [/^model Car \{$/m, "model Car {\n  extra String?"],
    [/ {2}@@unique\(\[tenantId, displayCode\]\)\n/, ""],
    [/onDelete: NoAction/, "onDelete: SetDefault"],
    [/Timestamptz\(3\)/, "Timestamptz(6)"],
  ] as const;
  for (const [from, to] of differing) {
    expect(await wayTo(schema.replace(from, to))).toMatch(/(ADD|ALTER|DROP) /);
  }
});
