import { enqueueJob, type JobScope } from "../../enqueue-job.ts";
import type { CarRow } from "../car-row.ts";
import { carTitle } from "../car-view.ts";
import type { ScheduleRow } from "./schedule-view.ts";

const keyOf = (carId: string) => ({ key: `car-schedule:${carId}` });

/** Has a car moved at the next moment of its schedule, in place of any set before. */
export const followLater = (
  scope: JobScope,
  car: Pick<CarRow, "id" | "brand" | "model" | "variant" | "year">,
  { publishAt, unpublishAt, setById }: ScheduleRow & { setById: string | null },
): Promise<void> =>
  enqueueJob(
    scope,
    "followSchedule",
    { carId: car.id, plan: { carTitle: carTitle(car), setById } },
    { ...keyOf(car.id), runAt: publishAt ?? unpublishAt ?? undefined },
  );

/** Has the job of a schedule that is no more do nothing. */
export const followNoMore = (scope: JobScope, carId: string): Promise<void> =>
  enqueueJob(scope, "followSchedule", { carId, plan: null }, keyOf(carId));
