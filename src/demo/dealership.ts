import type { StaffKey } from "./demo-lead.ts";

/** What the leads of a demo dealership refer to. */
export interface Dealership {
  tenantId: string;
  deviceId: string;
  staffIds: Record<StaffKey, string>;
  /** By the demo's key. */
  cars: ReadonlyMap<string, { id: string; title: string }>;
  /** The moment of the load. */
  now: Date;
}

export const hoursBefore = (now: Date, hours: number): Date =>
  new Date(now.getTime() - hours * 3_600_000);
