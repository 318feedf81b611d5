import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { StoredEvent } from "./audit-events.ts";

const message = (action: string, from: string, to: string, id: (of: Dealership) => string) => {
  const change = { before: { status: from }, after: { status: to } };
  return (of: Dealership): Partial<StoredEvent> => ({
    ...{ action, subject_type: "message", subject_id: id(of), ...change },
  });
};

/** What is written down of messages that are sent and of the numbers that send them. */
export const TOLD_OF_SENDING: Record<string, (of: Dealership) => Partial<StoredEvent>> = {
  "POST /api/admin/leads/{id}/conversations": (of) => ({
    ...{ action: "conversation.started", subject_type: "conversation", before: null },
    after: { leadId: of.reachable, deviceId: of.device, isNew: true },
  }),
  "POST /api/admin/conversations/{id}/messages": (of) => ({
    ...{ action: "message.queued", subject_type: "message", before: null },
    after: expect.objectContaining({ conversationId: of.conversation, kind: "text" }),
  }),
  "DELETE /api/admin/messages/{id}": message(
    ...(["message.cancelled", "scheduled", "cancelled"] as const),
    (of) => of.unsentMessages.scheduled,
  ),
  "POST /api/admin/messages/{id}/resend": message(
    ...(["message.resent", "failed", "queued"] as const),
    (of) => of.unsentMessages.failed,
  ),
  "POST /api/admin/messages/{id}/confirm": message(
    ...(["message.confirmed", "doubtful", "sent"] as const),
    (of) => of.unsentMessages.doubtful,
  ),
  "PATCH /api/admin/devices/{id}": (of) => ({
    ...{ action: "device.updated", subject_type: "device", subject_id: of.device },
    ...{ before: { sendIntervalMs: 1_500 }, after: { sendIntervalMs: 2_000 } },
  }),
  "POST /api/admin/devices/{id}/release": (of) => ({
    ...{ action: "device.released", subject_type: "device", subject_id: of.device },
  }),
};
