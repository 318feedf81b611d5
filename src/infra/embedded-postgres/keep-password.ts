import { randomBytes } from "node:crypto";
import { chown } from "node:fs/promises";
import { hasCluster } from "./check-cluster.ts";
import { findText, writeFileWhole } from "./files.ts";
import type { DataFolder } from "./open-data-folder.ts";
import type { Account } from "./run-command.ts";

/** The owner's password, made at the first call and kept in a file of mode 0600. */
export async function keepPassword(folder: DataFolder, account: Account): Promise<string> {
  const kept = (await findText(folder.password))?.trim();
  if (kept) return kept;
  if (await hasCluster(folder)) {
    throw new Error(
      `${folder.password} is missing, without which the cluster beside it can't be opened: ` +
        "restore it from the same backup as the cluster.",
    );
  }
  const password = randomBytes(24).toString("base64url");
  await writeFileWhole(folder.password, password);
  // initdb opens the file a second time, as the account.
  if (account) await chown(folder.password, account.uid, account.gid);
  return password;
}
