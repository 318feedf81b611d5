import { type Filling, newNumber } from "./attack-rows.ts";

interface Known {
  staff: { owner: string; sales: string };
  leads: { assigned: string };
  cars: Record<"held" | "released" | "sold" | "reopened", { id: string }>;
}

/** Holds cars for a lead and sells some, one of them after it came back. */
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
  const sell = (carId: string, more = {}) =>
    insert("car_sales", {
      ...{ car_id: carId, car_title: `Title ${mark}`, lead_id: leads.assigned },
      ...{ salesperson_id: staff.sales, sold_on: "2026-11-20", price_idr: 100_000_000 },
      ...more,
    });
  await sell(cars.sold.id, {
    ...{ reopened_at: new Date(), reopened_by_id: staff.owner, reopen_reason: `Reason ${mark}` },
  });
  await sell(cars.sold.id);
  const buyer = { buyer_name: `Buyer ${mark}`, buyer_phone: newNumber() };
  await sell(cars.reopened.id, { lead_id: null, ...buyer });
}
