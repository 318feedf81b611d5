import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { getDevice } from "./get-device.ts";
import { releaseDevice } from "./release-device.ts";
import type { Device } from "./schemas.ts";

/** Has a held device tried again, on somebody's word. @throws DomainError not found. */
export async function resumeDevice(scope: TenantScope, id: string): Promise<Device> {
  const { heldSince, heldReason } = await getDevice(scope, id);
  const wasHeld = await releaseDevice(scope, id);
  await recordAuditEvent(scope, {
    ...{ action: "device.released", subject: "device", id },
    ...(wasHeld && {
      before: { heldSince, heldReason },
      after: { heldSince: null, heldReason: null },
    }),
  });
  return getDevice(scope, id);
}
