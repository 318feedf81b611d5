import type { TenantScope } from "../../../db/index.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import { notifyStaff } from "../../notifications/notify-staff.ts";
import { listManagers } from "../../reply-clock/list-managers.ts";

interface LeftSchedule {
  carId: string;
  carTitle: string;
  /** Who planned it. */
  setById: string | null;
  /** In words for staff. */
  reason: string;
}

/** Tells whoever planned a move that it was left, or those who manage where they are not there. */
export async function tellOfLeftSchedule(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  { carId, carTitle, setById, reason }: LeftSchedule,
): Promise<void> {
  const { db, tenant, now } = scope;
  const planner = setById
    ? await db.staff.findFirst({
        where: { tenantId: tenant.id, id: setById, status: "active" },
        select: { id: true },
      })
    : null;
  for (const staffId of planner ? [planner.id] : await listManagers(scope)) {
    await notifyStaff(scope, secrets, {
      ...{ staffId, kind: "schedule_left", occasion: `${carId} ${now.toISOString()}` },
      subject: `Jadwal dilewati: ${carTitle}`,
      text: `Jadwal tayang ${carTitle} dilewati karena ${reason}. Status mobil tidak diubah.`,
    });
  }
}
