import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import type { HoldRecord } from "./find-hold.ts";

export type HoldChange = "car_held" | "hold_extended" | "hold_released" | "hold_expired";

const ACTIONS = {
  car_held: "car.held",
  hold_extended: "car.hold_extended",
  hold_released: "car.hold_released",
  hold_expired: "car.hold_expired",
} as const;

export interface HoldNews {
  change: HoldChange;
  hold: Pick<HoldRecord, "id" | "carId" | "leadId" | "until" | "depositIdr">;
  carTitle: string;
  /** Who looks after the lead. */
  assigneeId: string | null;
}

/** Puts what became of a hold on the lead's timeline, in the inboxes and into the audit log. */
export async function recordHold(
  scope: TenantScope,
  { change, hold, carTitle, assigneeId }: HoldNews,
): Promise<void> {
  const { id, carId, leadId, depositIdr } = hold;
  const until = hold.until.toISOString();
  await recordLeadEvent(scope, leadId, change, { holdId: id, carId, carTitle, until });
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id: leadId, assigneeId } },
    payload: { leadId, change, carId },
  });
  await recordAuditEvent(scope, {
    ...{ action: ACTIONS[change], subject: "car", id: carId },
    after: { holdId: id, leadId, until, depositIdr },
  });
}
