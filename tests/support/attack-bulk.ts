import type { Filling } from "./attack-rows.ts";

/** Changes of many cars, one that waits and one that was made, each of a car of its own; and views. */
export async function addBulk({ mark, insert }: Filling, adminId: string, shownId: string) {
  const add = async (name: string, changed: boolean) => {
    const display_code = `${name}-${mark}`;
    const carId = await insert("cars", {
      ...{ display_code, slug: display_code, brand: `Brand ${mark}`, model: `Model ${mark}` },
      ...{ year: 2020, status: "draft", price_idr: 100_000_000, version: changed ? 2 : 1 },
    });
    const id = await insert("bulk_changes", {
      ...{ change: { kind: "set_price", price: 100_000_000 }, created_by_id: adminId },
      ...(changed && { status: "applied", applied_at: new Date() }),
    });
    await insert("bulk_change_cars", {
      ...{ bulk_change_id: id, car_id: carId, display_code, title: `Title ${mark}`, version: 1 },
      ...{ status_before: "draft", status_after: "draft", listed_before: new Date() },
      ...{ price_before: 90_000_000, price_after: 100_000_001 },
      outcome: changed ? "changed" : "planned",
    });
    return { id, carId };
  };
  const bulk = { planned: await add("planned", false), made: await add("made", true) };
  await insert("car_views", { car_id: shownId, day: "2026-11-20", views: 7 });
  await insert("car_view_totals", { car_id: shownId, views: 70 });
  return { bulk };
}
