import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { type HoldRow, holdView, selectHolds } from "./hold-view.ts";
import type { Hold } from "./schemas.ts";

/** The hold that a car is under. @throws DomainError not found. */
export async function getHold(scope: TenantScope, carId: string): Promise<Hold> {
  const [row] = await scope.db.$queryRaw<HoldRow[]>`
    ${selectHolds(scope, carId)} AND hold.ended_at IS NULL`;
  if (!row) throw notFound("hold");
  return holdView(row);
}
