import type { Actor } from "../../db/index.ts";

/**
 * The one table of who may do what. A new role is a new column here and a name in ROLES; the last
 * column tells what an API key may be given.
 */
const TABLE = {
  "cars:read": { owner: true, admin: true, sales: true, apiKey: true },
  "cars:write": { owner: true, admin: true, sales: true, apiKey: true },
  "cars:delete": { owner: true, admin: true, sales: false, apiKey: true },
  "cars:cost": { owner: true, admin: true, sales: false, apiKey: true },
  "cars:import": { owner: true, admin: true, sales: false, apiKey: true },
  "cars:reopen": { owner: true, admin: true, sales: false, apiKey: false },
  "filters:keep": { owner: true, admin: true, sales: true, apiKey: false },
  "credit:manage": { owner: true, admin: true, sales: false, apiKey: false },
  "leads:read": { owner: true, admin: true, sales: true, apiKey: true },
  "leads:write": { owner: true, admin: true, sales: true, apiKey: true },
  "leads:all": { owner: true, admin: true, sales: false, apiKey: true },
  "leads:export": { owner: true, admin: true, sales: false, apiKey: false },
  "leads:erase": { owner: true, admin: true, sales: false, apiKey: false },
  "leads:merge": { owner: true, admin: true, sales: false, apiKey: false },
  "inbox:manage": { owner: true, admin: true, sales: false, apiKey: false },
  "devices:manage": { owner: true, admin: true, sales: false, apiKey: false },
  "staff:read": { owner: true, admin: true, sales: false, apiKey: false },
  "staff:manage": { owner: true, admin: true, sales: false, apiKey: false },
  "staff:owners": { owner: true, admin: false, sales: false, apiKey: false },
  "keys:manage": { owner: true, admin: false, sales: false, apiKey: false },
  "security:manage": { owner: true, admin: false, sales: false, apiKey: false },
  "audit:read": { owner: true, admin: false, sales: false, apiKey: false },
} as const satisfies Record<string, Record<Role | "apiKey", boolean>>;

export const ROLES = ["owner", "admin", "sales"] as const;
export type Role = (typeof ROLES)[number];
export type Permission = keyof typeof TABLE;
export const PERMISSIONS = Object.keys(TABLE) as Permission[];

type ApiKeyScope = {
  [P in Permission]: (typeof TABLE)[P]["apiKey"] extends true ? P : never;
}[Permission];

const isScope = (permission: Permission): permission is ApiKeyScope => TABLE[permission].apiKey;

/** What an API key may be given. */
export const API_KEY_SCOPES = PERMISSIONS.filter(isScope);

/** Whether a role holds a permission; a role that the table does not know holds none. */
export const may = (role: string, permission: Permission): boolean =>
  ROLES.includes(role as Role) && TABLE[permission][role as Role];

/** Whether somebody may: staff by their role, an API key by its scopes, the operator always. */
export function allows(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "staff") return may(actor.role, permission);
  if (actor.kind === "api_key") {
    return isScope(permission) && actor.scopes.includes(permission);
  }
  return actor.kind === "operator";
}

/** The roles that hold a permission. */
export const rolesWith = (permission: Permission): Role[] =>
  ROLES.filter((role) => may(role, permission));
