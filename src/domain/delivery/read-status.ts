import type { PostedFields } from "../inbox/posted-body.ts";

/** How far an outbound message came, nearest first; a failure is overtaken by a delivery alone. */
export const DELIVERY_ORDER = ["sending", "sent", "failed", "delivered", "read"] as const;
export type DeliveryState = (typeof DELIVERY_ORDER)[number];

/** What the gateway reports of one message: by its own number, by WhatsApp's, or by both. */
export interface DeliveryReport {
  deviceId: string;
  gatewayId: string | null;
  stateId: string | null;
  status: DeliveryState;
  /** Why it failed, in the gateway's word; null otherwise. */
  reason: string | null;
  at: Date;
}

const MEANINGS: Record<string, DeliveryState> = {
  ...{ processing: "sending", pending: "sending", waiting: "sending" },
  ...{ sent: "sent", delivered: "delivered", read: "read" },
  ...{ failed: "failed", invalid: "failed", expired: "failed" },
};

/** Characters; the gateway's numbers have some twenty. */
const LONGEST_ID = 200;

const wordOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";

const idOf = (value: unknown): string | null => {
  const [first] = Array.isArray(value) ? value : [value];
  const id = wordOf(first).replaceAll("\u0000", "");
  return id === "" || id === "undefined" || id.length > LONGEST_ID ? null : id.toWellFormed();
};

export const rankOf = (status: DeliveryState): number => DELIVERY_ORDER.indexOf(status);

/** Reads a message's status; null when it tells of no message, or nothing of one. */
export function readStatus(
  fields: PostedFields,
  deviceId: string,
  receivedAt: Date,
): DeliveryReport | null {
  const gatewayId = idOf(fields["id"]);
  const stateId = idOf(fields["stateid"]);
  if (gatewayId === null && stateId === null) return null;
  const words = [fields["status"], fields["state"]].map((value) => wordOf(value).toLowerCase());
  const told = words.flatMap((word) => MEANINGS[word] ?? []);
  const status = told.toSorted((a, b) => rankOf(b) - rankOf(a))[0];
  if (!status) return null;
  const reason =
    status === "failed" ? (words.find((word) => MEANINGS[word] === status) ?? null) : null;
  return { deviceId, gatewayId, stateId, status, reason, at: receivedAt };
}
