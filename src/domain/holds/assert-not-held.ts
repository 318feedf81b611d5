import type { TenantScope } from "../../db/index.ts";
import { conflict } from "../errors.ts";
import { findHold } from "./find-hold.ts";

/** @throws DomainError conflict CAR_HELD, telling until when, unless it is held for a certain lead. */
export async function assertNotHeld(
  scope: TenantScope,
  carId: string,
  leadId?: string,
): Promise<void> {
  const hold = await findHold(scope, carId);
  if (!hold || hold.leadId === leadId) return;
  const until = hold.until.toISOString();
  throw conflict("CAR_HELD", `This car is held until ${until}. Release the hold first.`);
}
