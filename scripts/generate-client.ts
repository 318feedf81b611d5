/** Makes src/db/generated from the schema, when the schema or Prisma changed since the last time. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dependencies } from "../package.json";

const root = join(import.meta.dir, "..");
const stamp = join(root, "src/db/generated/.made-from");

const schema = await readFile(join(root, "prisma/schema.prisma"));
const wanted = createHash("sha256").update(schema).update(dependencies.prisma).digest("hex");
const present = await readFile(stamp, "utf8").catch(() => null);

if (present !== wanted) {
  const cli = join(root, "node_modules/prisma/build/index.js");
  const generate = Bun.spawn(
    [process.execPath, cli, "generate", "--config", join(root, "prisma/prisma.config.ts")],
    {
      cwd: root,
      // Generating calls no schema engine, but the CLI downloads one unless it is named a file.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  const [output, errors] = await Promise.all([
    new Response(generate.stdout).text(),
    new Response(generate.stderr).text(),
  ]);
  if ((await generate.exited) !== 0) {
    console.error(`The database client could not be generated.\n${output}${errors}`);
    process.exit(1);
  }
  await writeFile(stamp, wanted);
}
