/** The one table of who may do what. A new role is a new column. */
const TABLE = {
  "cars:read": { owner: true, admin: true, sales: true },
  "cars:write": { owner: true, admin: true, sales: true },
  "cars:delete": { owner: true, admin: true, sales: false },
  "cars:cost": { owner: true, admin: true, sales: false },
  "cars:reopen": { owner: true, admin: true, sales: false },
  "leads:read": { owner: true, admin: true, sales: true },
  "leads:write": { owner: true, admin: true, sales: true },
  "leads:all": { owner: true, admin: true, sales: false },
  "staff:read": { owner: true, admin: true, sales: false },
  "staff:manage": { owner: true, admin: true, sales: false },
  "staff:owners": { owner: true, admin: false, sales: false },
} as const;

export const ROLES = ["owner", "admin", "sales"] as const;
export type Role = (typeof ROLES)[number];
export type Permission = keyof typeof TABLE;

/** Whether a role holds a permission. */
export const may = (role: Role, permission: Permission): boolean => TABLE[permission][role];

/** The roles that hold a permission. */
export const rolesWith = (permission: Permission): Role[] =>
  ROLES.filter((role) => may(role, permission));
