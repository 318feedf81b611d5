import { stat } from "node:fs/promises";
import { join } from "node:path";
import { isCode } from "./files.ts";
import { type Account, runCommand } from "./run-command.ts";

const OWN_ACCOUNT = "autoleads-postgres";

/**
 * The user PostgreSQL runs as. PostgreSQL refuses to run as root and accepts only a cluster of
 * its own user: root therefore uses the owner of an existing cluster, else `postgres`, else a
 * system user made for it. Everybody else runs it as themselves.
 * @throws Error when the cluster belongs to somebody else, or no user can be made
 */
export async function chooseAccount(cluster: string): Promise<Account> {
  const owner = await findOwner(join(cluster, "PG_VERSION"));
  const uid = process.getuid?.();
  if (uid !== 0) {
    if (owner === undefined || owner.uid === uid) return undefined;
    throw new Error(
      `The database cluster ${cluster} belongs to user id ${owner.uid}, not to ${uid}: ` +
        "run this as that user or as root.",
    );
  }
  if (owner?.uid === 0) {
    throw new Error(
      `The database cluster ${cluster} belongs to root, which PostgreSQL refuses. ` +
        `Give it to an ordinary user, such as: chown -R postgres ${cluster}`,
    );
  }
  return (
    owner ?? (await findAccount("postgres")) ?? (await findAccount(OWN_ACCOUNT)) ?? addAccount()
  );
}

async function findOwner(path: string): Promise<Account> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

async function findAccount(name: string): Promise<Account> {
  const uid = await runCommand("id", ["-u", name]);
  const gid = await runCommand("id", ["-g", name]);
  if (uid.code !== 0 || gid.code !== 0) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

async function addAccount(): Promise<Account> {
  const reason = await runCommand("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir=/nonexistent",
    "--shell=/usr/sbin/nologin",
    OWN_ACCOUNT,
  ]).then(
    ({ output }) => output.trim(),
    (error: unknown) => String(error),
  );
  const account = await findAccount(OWN_ACCOUNT);
  if (account !== undefined) return account;
  throw new Error(
    "PostgreSQL refuses to run as root, there is no user `postgres`, and the system user " +
      `${OWN_ACCOUNT} could not be added (${reason}). Add a user \`postgres\`, or run this as an ` +
      "ordinary user.",
  );
}
