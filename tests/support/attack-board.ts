import type { Filling } from "./attack-rows.ts";

interface Known {
  staff: { owner: string; sales: string };
  cars: Record<"shown" | "draft", { id: string }>;
}

/** Plans when a car is taken back, has one prepared, keeps filters, and was told of a tax. */
export async function addBoard({ mark, insert }: Filling, { staff, cars }: Known) {
  await insert("car_schedules", {
    ...{ car_id: cars.shown.id, unpublish_at: "2100-01-01", set_by_id: staff.owner },
  });
  const said = { assignee_id: staff.sales, note: `Step ${mark}`, due_on: "2026-12-01" };
  await insert("preparation_steps", {
    ...{ ...said, car_id: cars.shown.id, step: "inspection", state: "done" },
    ...{ done_at: new Date(), done_by_id: staff.owner },
  });
  await insert("preparation_steps", { ...said, car_id: cars.draft.id, step: "detailing" });
  await insert("tax_reminders", {
    ...{ car_id: cars.shown.id, kind: "stnk", due_on: "2026-12-01", days_before: 30 },
    told_at: new Date(),
  });
  const keep = (name: string) =>
    insert("saved_filters", {
      ...{ staff_id: staff.owner, list: "cars", name: `${name} ${mark}`, is_shared: true },
      query: { brand: `Brand ${mark}` },
    });
  return { filters: { kept: await keep("kept"), removed: await keep("removed") } };
}
