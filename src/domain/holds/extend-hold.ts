import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { expireLater } from "./expire-later.ts";
import { getHold } from "./get-hold.ts";
import { holdEnd } from "./hold-end.ts";
import { lockOwnHold } from "./lock-hold.ts";
import { recordHold } from "./record-hold.ts";
import type { Hold, HoldExtension } from "./schemas.ts";

/**
 * Gives a hold another end.
 * @throws DomainError not found, invalid (until), forbidden, busy.
 */
export async function extendHold(
  scope: TenantScope,
  carId: string,
  extension: HoldExtension,
): Promise<Hold> {
  const { db, tenant, now } = scope;
  const until = holdEnd(extension.until, now);
  const { hold, car, lead } = await lockOwnHold(scope, carId);
  await db.carHold.update({
    where: { tenantId_id: { tenantId: tenant.id, id: hold.id } },
    data: { until },
  });
  const extended = { ...hold, until };
  await recordHold(scope, {
    ...{ change: "hold_extended", hold: extended, carTitle: carTitle(car) },
    assigneeId: lead.assigneeId,
  });
  await expireLater(scope, extended);
  return getHold(scope, carId);
}
