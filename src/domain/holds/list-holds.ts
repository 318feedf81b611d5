import type { TenantScope } from "../../db/index.ts";
import { getCarRow } from "../cars/car-row.ts";
import { type HoldRow, holdView, selectHolds } from "./hold-view.ts";
import type { Hold } from "./schemas.ts";

const LATEST = 100;

/** The latest 100 holds of a car, newest first. @throws DomainError not found. */
export async function listHolds(scope: TenantScope, carId: string): Promise<Hold[]> {
  await getCarRow(scope, carId);
  const rows = await scope.db.$queryRaw<HoldRow[]>`
    ${selectHolds(scope, carId)} ORDER BY hold.created_at DESC, hold.id DESC LIMIT ${LATEST}`;
  return rows.map(holdView);
}
