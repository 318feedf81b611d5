import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Refused, Told } from "./audit-cases.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

export const refusalsOfHolds = (a: Dealership): Record<string, Refused[]> => ({
  "POST /api/admin/cars/{id}/hold": [
    [{ params: { id: a.cars.held.id }, body: { leadId: a.leads.free, until: inDays(3) } }, 409],
    [{ params: { id: a.cars.free.id }, body: { leadId: a.leads.free, until: inDays(61) } }, 400],
  ],
  "PATCH /api/admin/cars/{id}/hold": [
    [{ params: { id: a.cars.held.id }, body: { until: inDays(-1) } }, 400],
  ],
  "POST /api/admin/cars/{id}/sale": [
    [{ params: { id: a.cars.held.id }, body: { leadId: a.leads.free } }, 409],
    [{ params: { id: a.cars.sold.id }, body: { leadId: a.leads.free } }, 409],
    [{ params: { id: a.cars.offered.id }, body: { soldOn: "2099-01-01" } }, 400],
  ],
  "POST /api/admin/cars/{id}/reopen": [
    [{ params: { id: a.cars.shown.id }, body: { reason: "Batal" } }, 409],
    [{ params: { id: a.cars.sold.id }, body: { reason: "" } }, 400],
  ],
});

const told = (action: Told["action"], carId: string): Told => ({
  ...{ action, subject_type: "car", subject_id: carId, before: null },
  after: expect.objectContaining({ holdId: expect.any(String), until: expect.any(String) }),
});

export const TOLD_OF_HOLDS: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/cars/{id}/hold": (of) => told("car.held", of.cars.free.id),
  "PATCH /api/admin/cars/{id}/hold": (of) => told("car.hold_extended", of.cars.held.id),
  "DELETE /api/admin/cars/{id}/hold": (of) => told("car.hold_released", of.cars.released.id),
  "POST /api/admin/cars/{id}/sale": (of) => ({
    ...{ action: "car.sold", subject_type: "car", subject_id: of.cars.offered.id, before: null },
    after: expect.objectContaining({ leadId: of.reachable, salespersonId: of.staff.sales }),
  }),
  "POST /api/admin/cars/{id}/reopen": (of) => ({
    ...{ action: "car.reopened", subject_type: "car", subject_id: of.cars.reopened.id },
    after: expect.objectContaining({ saleId: expect.any(String), leadId: null }),
  }),
};
