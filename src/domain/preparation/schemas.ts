import { z } from "@hono/zod-openapi";
import { Day } from "../cars/car-input.ts";
import { STATUSES } from "../cars/vocabulary.ts";
import { pageFields } from "../page-fields.ts";
import { optionalText } from "../text.ts";

/** What is done to a car before it is ready to be sold, in this order. */
export const STEPS = ["inspection", "detailing", "photos", "price"] as const;
export type Step = (typeof STEPS)[number];
const STATES = ["to_do", "in_progress", "done"] as const;

const Person = z.object({ id: z.uuid(), name: z.string() }).nullable();

export const PreparationStep = z
  .object({
    step: z.enum(STEPS),
    state: z.enum(STATES).openapi({
      description:
        "Photos and price are done when the car has them, unless staff say that more is to be done; without them they are never done.",
    }),
    assignee: Person,
    note: z.string().nullable(),
    dueOn: z.iso.date().nullable(),
    doneAt: z.iso.datetime().nullable().openapi({ description: "Null where nobody said so." }),
    doneBy: Person,
  })
  .openapi("PreparationStep");
export type PreparationStep = z.infer<typeof PreparationStep>;

export const PreparationStepChange = z
  .strictObject({
    state: z.enum(STATES).optional(),
    assigneeId: z.uuid("must be a UUID").nullable().optional(),
    note: optionalText(1_000).optional(),
    dueOn: Day.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "must name something to change")
  .openapi("PreparationStepChange");
export type PreparationStepChange = z.infer<typeof PreparationStepChange>;

export const StepParam = z.strictObject({
  id: z.uuid("must be a UUID").openapi({ param: { name: "id", in: "path" } }),
  step: z.enum(STEPS).openapi({ param: { name: "step", in: "path" } }),
});

export const PreparationQuery = z
  .strictObject({
    step: z.enum(STEPS).optional().openapi({ description: "Of this column alone." }),
    assignee: z
      .union(
        [z.enum(["none", "me"]), z.uuid({ abort: true })],
        "must be none, me or the id of a staff member",
      )
      .optional()
      .openapi({ description: "Who is to do the next step." }),
    ...pageFields(20),
  })
  .refine(({ step, cursor }) => step !== undefined || cursor === undefined, {
    ...{ path: ["cursor"], error: "must come together with step" },
  });
export type PreparationQuery = z.infer<typeof PreparationQuery>;

export const CarInPreparation = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    displayCode: z.string(),
    title: z.string().openapi({ example: "2019 Toyota Avanza 1.3 G" }),
    status: z.enum(STATUSES),
    price: z.int().nullable().openapi({ description: "Whole rupiah." }),
    photo: z.string().nullable(),
    createdAt: z.iso.datetime(),
    steps: z.array(PreparationStep).length(STEPS.length),
  })
  .openapi("CarInPreparation");
export type CarInPreparation = z.infer<typeof CarInPreparation>;

export const PreparationColumn = z
  .object({
    step: z.enum(STEPS).openapi({ description: "The first that is not done." }),
    total: z.int().openapi({ description: "Cars of all pages." }),
    overdue: z.int().openapi({ description: "Of these, whose step was due before today." }),
    cars: z.array(CarInPreparation),
    nextCursor: z.string().nullable(),
  })
  .openapi("PreparationColumn");
export type PreparationColumn = z.infer<typeof PreparationColumn>;
