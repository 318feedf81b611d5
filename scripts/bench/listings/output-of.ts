/** The output of a program that ends well. @throws with its name when it does not. */
export async function outputOf(
  command: string[],
  cwd?: string,
  env?: Record<string, string>,
): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env } };
  const child = Bun.spawn(command, { stdout: "pipe", stderr: "inherit", ...options });
  const text = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")} failed`);
  return text;
}
