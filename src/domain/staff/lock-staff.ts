import type { TenantScope } from "../../db/index.ts";
import { conflict, notFound } from "../errors.ts";
import type { Role } from "./permissions.ts";

interface LockedStaff {
  role: Role;
  status: "invited" | "active" | "inactive";
  /** Throws when this person is the only active owner left. */
  assertNotLastOwner(): void;
}

/**
 * Reads a staff member for a change and holds every active owner's row until the transaction
 * ends, so that two owners cannot remove each other at once.
 * @throws DomainError not found.
 */
export async function lockStaff(scope: TenantScope, id: string): Promise<LockedStaff> {
  const tenantId = scope.tenant.id;
  const rows = await scope.db.$queryRaw<
    { id: string; role: Role; status: LockedStaff["status"] }[]
  >`SELECT id, role, status FROM staff
    WHERE tenant_id = ${tenantId}::uuid
      AND (id = ${id}::uuid OR (role = 'owner' AND status = 'active'))
    ORDER BY id FOR UPDATE`;
  const row = rows.find((candidate) => candidate.id === id);
  if (!row) throw notFound("staff member");
  const owners = rows.filter((other) => other.role === "owner" && other.status === "active");
  return {
    role: row.role,
    status: row.status,
    assertNotLastOwner: () => {
      if (owners.length === 1 && owners[0]?.id === id) {
        throw conflict("LAST_OWNER", "A dealership keeps at least one active owner.");
      }
    },
  };
}
