import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { conflict, invalid } from "../../errors.ts";
import { lockStockCar } from "../lock-car.ts";
import { followLater } from "./follow-later.ts";
import { scheduleView } from "./schedule-view.ts";
import type { CarSchedule, NewCarSchedule } from "./schemas.ts";

/** Days ahead that a car may be scheduled for. */
const LONGEST = 366;
const DAY = 86_400_000;

function momentOf(path: keyof NewCarSchedule, text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const moment = new Date(text);
  if (moment <= now) throw invalid(path, "must be in the future");
  if (moment.getTime() > now.getTime() + LONGEST * DAY) {
    throw invalid(path, "must be at most a year ahead");
  }
  return moment;
}

/**
 * Plans when a draft is published, when an available car is taken back, or both one after the
 * other. A draft may lack its price until then.
 * @throws DomainError not found; invalid (publishAt, unpublishAt); conflict CAR_NOT_DRAFT or
 * CAR_NOT_AVAILABLE.
 */
export async function scheduleCar(
  scope: TenantScope,
  carId: string,
  wanted: NewCarSchedule,
): Promise<CarSchedule> {
  const { db, tenant, actor, now } = scope;
  const publishAt = momentOf("publishAt", wanted.publishAt, now);
  const unpublishAt = momentOf("unpublishAt", wanted.unpublishAt, now);
  if (publishAt && unpublishAt && unpublishAt <= publishAt) {
    throw invalid("unpublishAt", "must be after publishAt");
  }
  const car = await lockStockCar(scope, carId);
  if (publishAt && car.status !== "draft") {
    throw conflict("CAR_NOT_DRAFT", `This car is ${car.status}; only a draft can be published.`);
  }
  if (!publishAt && car.status !== "available") {
    throw conflict(
      "CAR_NOT_AVAILABLE",
      `This car is ${car.status}; only an available one can be taken back.`,
    );
  }
  const setById = actor.kind === "staff" ? actor.id : null;
  const plan = { publishAt, unpublishAt, setById, createdAt: now };
  await db.carSchedule.upsert({
    where: { tenantId_carId: { tenantId: tenant.id, carId } },
    create: { ...plan, tenantId: tenant.id, carId },
    update: plan,
  });
  const schedule = scheduleView(plan);
  await recordAuditEvent(scope, {
    ...{ action: "car.scheduled", subject: "car", id: carId },
    ...{ before: car.schedule ? scheduleView(car.schedule) : undefined, after: schedule },
  });
  await followLater(scope, car, plan);
  return schedule;
}
