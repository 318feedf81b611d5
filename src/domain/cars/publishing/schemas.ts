import { z } from "@hono/zod-openapi";

const moment = (description: string) =>
  z.iso
    .datetime({ offset: true, error: "must be an instant such as 2026-12-01T10:00:00+07:00" })
    .max(40)
    .optional()
    .openapi({ description });

/** When a car is to go on offer and when it is to be taken back; a new plan replaces the former. */
export const NewCarSchedule = z
  .strictObject({
    publishAt: moment("When a draft becomes available: in the future, at most a year ahead."),
    unpublishAt: moment(
      "When an available car becomes a draft: in the future, at most a year ahead, and after publishAt.",
    ),
  })
  .refine(({ publishAt, unpublishAt }) => publishAt !== undefined || unpublishAt !== undefined, {
    ...{ path: ["publishAt"], error: "is needed, or unpublishAt" },
  })
  .openapi("NewCarSchedule");
export type NewCarSchedule = z.infer<typeof NewCarSchedule>;

const instant = z.iso.datetime().nullable();

export const CarSchedule = z
  .object({ publishAt: instant, unpublishAt: instant })
  .openapi("CarSchedule", { description: "What is still to come of it." });
export type CarSchedule = z.infer<typeof CarSchedule>;
