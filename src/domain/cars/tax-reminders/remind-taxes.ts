import type { TenantScope } from "../../../db/index.ts";
import { getInboxSettings } from "../../inbox/get-inbox-settings.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import { notifyStaff } from "../../notifications/notify-staff.ts";
import { listManagers } from "../../reply-clock/list-managers.ts";
import { markReminders } from "./mark-reminders.ts";
import { type RemindedCar, reminderText } from "./reminder-text.ts";
import { scheduleTaxReminders } from "./schedule-tax-reminders.ts";

/** Named in a notice, the most urgent first. */
const SHOWN = 8;

/**
 * Tells those who manage of annual taxes and STNK that fall due, in one notice, once at each stage,
 * and sees to the next day. Where the settings name no channel for it, nothing is told nor marked.
 */
export async function remindTaxes(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  day: string,
): Promise<void> {
  const { db, tenant } = scope;
  const { channels } = await getInboxSettings(scope);
  const managers = channels.tax_due.length > 0 ? await listManagers(scope) : [];
  const reminders = managers.length > 0 ? await markReminders(scope) : [];
  const [first] = reminders;
  if (first) {
    const shown = reminders.toSorted((a, b) => a.days - b.days).slice(0, SHOWN);
    const cars = await db.car.findMany({
      where: { tenantId: tenant.id, id: { in: shown.map(({ carId }) => carId) } },
      select: {
        ...{ id: true, displayCode: true, plate: true },
        ...{ brand: true, model: true, variant: true, year: true },
      },
    });
    const byId = new Map<string, RemindedCar>(cars.map((car) => [car.id, car]));
    const told = reminderText(
      shown.flatMap((reminder) => {
        const car = byId.get(reminder.carId);
        return car ? [[reminder, car] as [typeof reminder, RemindedCar]] : [];
      }),
      reminders.length,
    );
    // What was marked now makes the notice another one than any before it.
    const occasion = `${day} ${first.carId} ${first.kind} ${first.dueOn}`;
    for (const staffId of managers) {
      await notifyStaff(scope, secrets, { ...told, staffId, kind: "tax_due", occasion });
    }
  }
  await scheduleTaxReminders(scope);
}
