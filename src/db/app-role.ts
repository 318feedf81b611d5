import { createHmac } from "node:crypto";
import pg from "pg";

const APP_ROLE = "autoleads_app";
const WORKER_ROLE = "autoleads_worker";

/**
 * An address of the database as another role than its owner. The password is derived from the
 * owner's, so every process finds the same one and none is stored.
 */
function urlAs(role: string, ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.password = createHmac("sha256", decodeURIComponent(url.password))
    .update(`login of ${role}`)
    .digest("base64url");
  url.username = role;
  return url.href;
}

/** The address by which requests reach the database: the owner's, as a role that owns nothing. */
export const appUrl = (ownerUrl: string): string => urlAs(APP_ROLE, ownerUrl);

/** The address by which jobs are taken up: as a role that sees the queue and no tenant's table. */
export const workerUrl = (ownerUrl: string): string => urlAs(WORKER_ROLE, ownerUrl);

/** Lets the roles of the server log in with their derived passwords. Safe to repeat. */
export async function enableRoles(owner: pg.ClientBase, ownerUrl: string): Promise<void> {
  const statements = [APP_ROLE, WORKER_ROLE].map((role) => {
    const password = pg.escapeLiteral(new URL(urlAs(role, ownerUrl)).password);
    return `ALTER ROLE ${role} LOGIN PASSWORD ${password}`;
  });
  await owner.query(statements.join(";\n"));
}
