import type { Filling } from "./attack-rows.ts";

interface Known {
  staff: { sales: string };
  leads: { assigned: string };
  cars: Record<"held" | "released", { id: string }>;
}

/** Holds cars for a lead, and one that was given free again. */
export async function addHolds({ mark, insert }: Filling, { staff, leads, cars }: Known) {
  const hold = (carId: string, more = {}) =>
    insert("car_holds", {
      ...{ car_id: carId, lead_id: leads.assigned, taken_by_id: staff.sales },
      ...{ until: "2100-01-01", deposit_idr: 5_000_000, note: `Hold ${mark}` },
      ...more,
    });
  // First one that is over, as a car has many of these.
  await hold(cars.held.id, { ended_at: new Date(), outcome: "released" });
  await hold(cars.held.id);
  await hold(cars.released.id);
}
