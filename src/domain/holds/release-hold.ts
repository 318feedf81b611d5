import type { TenantScope } from "../../db/index.ts";
import { endHold } from "./end-hold.ts";
import { lockOwnHold } from "./lock-hold.ts";

/** Gives a held car free. @throws DomainError not found, forbidden, busy. */
export async function releaseHold(scope: TenantScope, carId: string): Promise<void> {
  await endHold(scope, await lockOwnHold(scope, carId), "released");
}
