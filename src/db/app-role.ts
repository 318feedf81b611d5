import { createHmac } from "node:crypto";
import pg from "pg";

const APP_ROLE = "autoleads_app";

/**
 * The address by which requests reach the database: the owner's, as the role that owns nothing.
 * Its password is derived from the owner's, so every process finds the same one and none is stored.
 */
export function appUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.password = createHmac("sha256", decodeURIComponent(url.password))
    .update(`login of ${APP_ROLE}`)
    .digest("base64url");
  url.username = APP_ROLE;
  return url.href;
}

/** Lets the app's role log in with its derived password. Safe to repeat. */
export async function enableAppRole(owner: pg.ClientBase, ownerUrl: string): Promise<void> {
  const password = new URL(appUrl(ownerUrl)).password;
  await owner.query(`ALTER ROLE ${APP_ROLE} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
}
