import { spawn } from "node:child_process";

/** The user a PostgreSQL program runs as; undefined where it is the current one. */
export type Account = { uid: number; gid: number } | undefined;

export interface CommandResult {
  /** null when a signal ended it */
  code: number | null;
  /** standard output and standard error, as they came */
  output: string;
}

/**
 * The whole environment of the programs started here. Locale C keeps PostgreSQL's messages in
 * English, as they are read; TZ spares initdb its search through every zone.
 */
export const COMMAND_ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
};

/**
 * Runs a program to its end.
 * @throws Error with `code` ENOENT or EACCES when it can't be executed
 */
export function runCommand(
  command: string,
  args: string[],
  options: { account?: Account; cwd?: string; stdin?: number } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options.account,
      cwd: options.cwd ?? "/",
      env: COMMAND_ENVIRONMENT,
      stdio: [options.stdin ?? "ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
