import { join } from "node:path";
import { copyPrograms } from "./copy-programs.ts";
import type { PlatformPackage } from "./find-platform-package.ts";
import { type Account, runCommand } from "./run-command.ts";

/** Paths of the programs, where the account may execute them. */
export interface Programs {
  initdb: string;
  postgres: string;
  /** Whether this call had to copy them. */
  copied: boolean;
}

const SHARED_FOLDER = "/var/lib/autoleads-postgresql";

/**
 * Finds the programs a place where the account can execute them: in the package itself, or, when
 * that lies below a folder closed to the account, in a copy below /var/lib (60 MB, made once).
 * @throws Error when they can't be executed in either place
 */
export async function placePrograms(source: PlatformPackage, account: Account): Promise<Programs> {
  const inPlace = listPrograms(source.native, false);
  const refusal = await tryProgram(inPlace.postgres, account);
  if (refusal === null) return inPlace;
  if (account === undefined) throw new Error(describeRefusal(inPlace.postgres, refusal));
  const target = join(SHARED_FOLDER, `${source.release}-${process.platform}-${process.arch}`);
  const copied = await copyPrograms(source.native, target);
  const programs = listPrograms(target, copied);
  const secondRefusal = await tryProgram(programs.postgres, account);
  if (secondRefusal !== null) throw new Error(describeRefusal(programs.postgres, secondRefusal));
  return programs;
}

function listPrograms(native: string, copied: boolean): Programs {
  const bin = join(native, "bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres"), copied };
}

async function tryProgram(path: string, account: Account): Promise<string | null> {
  try {
    const { code, output } = await runCommand(path, ["--version"], { account });
    return code === 0 ? null : output.trim();
  } catch (error) {
    return String(error);
  }
}

function describeRefusal(path: string, refusal: string): string {
  return (
    `PostgreSQL's program ${path} can't be executed: ${refusal}. It needs glibc, libstdc++ and a ` +
    "file system without noexec; use a PostgreSQL server of your own where they are missing."
  );
}
