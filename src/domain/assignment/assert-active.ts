import type { TenantScope } from "../../db/index.ts";
import { invalid } from "../errors.ts";

/**
 * Holds somebody's row, so that they stay active until the transaction ends.
 * @param path the field that names them.
 * @returns their name.
 * @throws DomainError invalid unless somebody active works here under this id.
 */
export async function assertActive(
  { db, tenant }: TenantScope,
  staffId: string,
  path = "staffId",
): Promise<string> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM staff
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${staffId}::uuid AND status = 'active'
    FOR SHARE`;
  const person = rows[0];
  if (!person) throw invalid(path, "is not an active member of staff");
  return person.name;
}
