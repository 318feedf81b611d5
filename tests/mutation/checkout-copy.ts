import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Mutant } from "./mutant.ts";

/** Seconds; a mutant that makes the tests hang is found by it. */
const PATIENCE = 240;

export interface Verdict {
  /** How it was found: by a failing test, by the compiler, by time; or not at all. */
  by: string | null;
  seconds: number;
}

export interface CheckoutCopy {
  judge(mutant: Mutant): Promise<Verdict>;
  remove(): Promise<void>;
}

async function run(command: string[], cwd: string) {
  const child = Bun.spawn(command, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const late = setTimeout(() => child.kill(), PATIENCE * 1_000);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const exitCode = await child.exited;
  clearTimeout(late);
  return { exitCode, output: out + err, isLate: child.signalCode !== null };
}

/** A copy of the checkout in which locks are taken away, one at a time. */
export async function copyCheckout(root: string): Promise<CheckoutCopy> {
  const copy = await mkdtemp(join(tmpdir(), "autoleads-mutants-"));
  const listed = await run(["git", "ls-files", "-co", "--exclude-standard"], root);
  if (listed.exitCode !== 0) throw new Error(`the checkout cannot be listed: ${listed.output}`);
  const files = listed.output.split("\n").filter(Boolean);
  const generated = await Array.fromAsync(new Bun.Glob("src/db/generated/**").scan(root));
  for (const file of [...files, ...generated]) {
    if (!(await Bun.file(join(root, file)).exists())) continue;
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await cp(join(root, file), join(copy, file));
  }
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));

  /** @returns how to undo it. */
  async function apply({ change }: Mutant): Promise<() => Promise<void>> {
    if ("sql" in change) {
      const folder = join(copy, "prisma/migrations/99999999999999_mutant");
      await Bun.write(join(folder, "migration.sql"), change.sql);
      return () => rm(folder, { recursive: true });
    }
    const path = join(copy, change.file);
    const source = await Bun.file(path).text();
    await Bun.write(path, source.slice(0, change.from) + change.text + source.slice(change.to));
    return async () => void (await Bun.write(path, source));
  }

  async function find(mutant: Mutant): Promise<string | null> {
    if ("file" in mutant.change) {
      const checked = await run(["node_modules/.bin/tsc", "--noEmit"], copy);
      if (checked.exitCode !== 0) return "the compiler";
    }
    for (const suite of mutant.suites) {
      const command = [process.execPath, "scripts/test.ts", suite, "--bail"];
      const { exitCode, output, isLate } = await run(command, copy);
      if (isLate) return `${suite} (no end)`;
      if (exitCode === 0) continue;
      const failed = /^\(fail\) (.*?)(?: \[[\d.]+m?s\])?$/m.exec(output)?.[1];
      if (failed) return `${suite}: ${failed}`;
      // A module that cannot be set up fails without a named test.
      const isUnnamed = /\b[1-9]\d* (fail|error)/.test(output);
      if (isUnnamed) return `${suite}: its setup`;
      throw new Error(`${mutant.name} cannot be judged:\n${output.slice(-2_000)}`);
    }
    return null;
  }

  return {
    judge: async (mutant) => {
      const started = performance.now();
      const undo = await apply(mutant);
      try {
        return { by: await find(mutant), seconds: (performance.now() - started) / 1_000 };
      } finally {
        await undo();
      }
    },
    remove: () => rm(copy, { recursive: true, force: true }),
  };
}
