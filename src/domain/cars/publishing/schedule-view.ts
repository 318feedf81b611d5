import type { CarSchedule } from "./schemas.ts";

/** When a car is to be published and taken back, as it is stored. */
export interface ScheduleRow {
  publishAt: Date | null;
  unpublishAt: Date | null;
}

export const scheduleView = ({ publishAt, unpublishAt }: ScheduleRow): CarSchedule => ({
  publishAt: publishAt?.toISOString() ?? null,
  unpublishAt: unpublishAt?.toISOString() ?? null,
});
