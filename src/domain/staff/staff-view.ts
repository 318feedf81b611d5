import type { Role } from "./permissions.ts";
import type { StaffMember } from "./schemas.ts";

/** The columns of a staff member that may leave the database. */
export const STAFF_COLUMNS = {
  id: true,
  name: true,
  email: true,
  phone: true,
  role: true,
  status: true,
  createdAt: true,
} as const;

interface StaffRow extends Omit<StaffMember, "role" | "status" | "createdAt"> {
  role: string;
  status: string;
  createdAt: Date;
}

/** The database checks role and status against the same words. */
export const staffView = (row: StaffRow): StaffMember => ({
  id: row.id,
  name: row.name,
  email: row.email,
  phone: row.phone,
  role: row.role as Role,
  status: row.status as StaffMember["status"],
  createdAt: row.createdAt.toISOString(),
});
