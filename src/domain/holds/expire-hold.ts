import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { notifyStaff } from "../notifications/notify-staff.ts";
import { listManagers } from "../reply-clock/list-managers.ts";
import { endHold } from "./end-hold.ts";
import { expireLater } from "./expire-later.ts";
import { type HeldCar, lockHold } from "./lock-hold.ts";

/** Whoever took it and whoever looks after the lead; those who manage the inbox where neither is there. */
async function listConcerned(scope: TenantScope, { hold, lead }: HeldCar): Promise<string[]> {
  const ids = [hold.takenById, lead.assigneeId].filter((id) => id !== null);
  const staff = await scope.db.staff.findMany({
    where: { tenantId: scope.tenant.id, id: { in: ids }, status: "active" },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return staff.length > 0 ? staff.map(({ id }) => id) : listManagers(scope);
}

/**
 * Frees a car whose hold is over, and tells those whom it concerns. One that was extended is looked
 * at again at its end; nothing happens to one that ended before.
 */
export async function expireHold(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  { carId, holdId }: { carId: string; holdId: string },
): Promise<void> {
  const held = await lockHold(scope, carId);
  if (held?.hold.id !== holdId) return;
  const { hold, car, lead } = held;
  if (hold.until > scope.now) return expireLater(scope, hold);
  const title = carTitle(car);
  for (const staffId of await listConcerned(scope, held)) {
    await notifyStaff(scope, secrets, {
      ...{ staffId, kind: "hold_expired", occasion: `${hold.leadId} ${holdId}` },
      subject: `Booking berakhir: ${title}`,
      text: `Booking ${title} untuk ${lead.name ?? "tanpa nama"} sudah berakhir. Mobil tersedia lagi.`,
    });
  }
  await endHold(scope, held, "expired");
}
