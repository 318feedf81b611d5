import { z } from "@hono/zod-openapi";
import { pageFields } from "../page-fields.ts";
import { text } from "../text.ts";

/** Of one lead; beyond this nobody keeps an eye on them. */
export const OPEN_TASKS = 200;

const DueAt = z.iso
  .datetime({ offset: true, error: "must be an instant such as 2026-12-01T10:00:00+07:00" })
  .max(40)
  .refine((value) => /^2[01]/.test(value), "must lie between the years 2000 and 2199")
  .openapi({ example: "2026-12-01T10:00:00+07:00" });
const AssigneeId = z.uuid("must be a UUID").nullable();

export const NewTask = z
  .strictObject({
    title: text(200),
    dueAt: DueAt,
    assigneeId: AssigneeId.optional().openapi({
      description: "Unless told, whoever looks after the lead, or else whoever writes the task.",
    }),
  })
  .openapi("NewTask");
export type NewTask = z.infer<typeof NewTask>;

export const TaskChange = z
  .strictObject({
    title: text(200).optional(),
    dueAt: DueAt.optional(),
    assigneeId: AssigneeId.optional(),
  })
  .openapi("TaskChange");
export type TaskChange = z.infer<typeof TaskChange>;

export const TaskQuery = z.strictObject({
  assignee: z
    .union(
      [z.enum(["none", "me"]), z.uuid({ abort: true })],
      "must be none, me or the id of a staff member",
    )
    .optional(),
  status: z.enum(["open", "overdue", "done"]).default("open"),
  leadId: z.uuid("must be a UUID").optional(),
  ...pageFields(20),
});
export type TaskQuery = z.infer<typeof TaskQuery>;

const person = z.object({ id: z.uuid(), name: z.string() }).nullable();
const instant = z.iso.datetime();

export const Task = z
  .object({
    id: z.uuid(),
    lead: z.object({ id: z.uuid(), name: z.string().nullable() }),
    title: z.string(),
    dueAt: instant,
    assignee: person,
    doneAt: instant.nullable(),
    doneBy: person.openapi({ description: "None for an API key, or while it is open." }),
    createdBy: person.openapi({ description: "None for an API key." }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("Task");
export type Task = z.infer<typeof Task>;

export const TaskPageMeta = z.object({ limit: z.int(), nextCursor: z.string().nullable() });
