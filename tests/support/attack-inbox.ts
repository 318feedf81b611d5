import type { Role } from "../../src/domain/staff/permissions.ts";
import { hashToken } from "../../src/infra/secrets.ts";
import { type Filling, newNumber } from "./attack-rows.ts";

interface Known {
  staff: Record<Role, string>;
  leads: { assigned: string; free: string };
  deviceId: string;
  carId: string;
  messageId: string;
  /** Of the assigned lead. */
  conversation: string;
}

/** Puts something into every table of the inbox. */
export async function addInbox({ mark, insert }: Filling, known: Known) {
  const { staff, leads, deviceId } = known;
  await insert("webhook_tokens", { device_id: deviceId, token_hash: hashToken(`spare ${mark}`) });
  const event = await insert("webhook_events", {
    ...{ device_id: deviceId, kind: "message", content_type: "application/json" },
    ...{ body: `Body ${mark}`, failed_at: new Date(), reason: `Reason ${mark}` },
  });
  await insert("early_statuses", {
    ...{ device_id: deviceId, gateway_id: `gateway ${mark}`, status: "sent", at: new Date() },
  });
  const card = await insert("media_files", {
    ...{ status: "refused", filename: `File ${mark}`, reason: `Reason ${mark}` },
    uploaded_by_id: staff.sales,
  });
  const talk = await insert("conversations", {
    ...{ lead_id: leads.free, device_id: deviceId, person: `talk-${mark}@lid` },
    ...{ last_message_at: new Date(), car_id: known.carId, car_set_by_id: staff.admin },
    ...{ car_confidence: 0.9, car_evidence: "staff", car_set_at: new Date() },
  });
  await insert("messages", {
    ...{ conversation_id: talk, lead_id: leads.free, direction: "outbound", kind: "car_card" },
    ...{ body: `Card ${mark}`, identity: `card ${mark}`, sent_at: new Date(), status: "sent" },
    ...{ car_id: known.carId, media_id: card, quoted_message_id: known.messageId },
  });
  const media = await insert("media_files", {
    ...{ status: "lost", filename: `Lost ${mark}`, reason: `Reason ${mark}` },
  });
  const chat = await insert("conversations", {
    ...{ lead_id: leads.assigned, device_id: deviceId, person: `file-${mark}@lid` },
    last_message_at: new Date(),
  });
  await insert("messages", {
    ...{ conversation_id: chat, lead_id: leads.assigned, direction: "inbound", kind: "media" },
    ...{ body: `Picture ${mark}`, identity: `file ${mark}`, sent_at: new Date(), media_id: media },
  });
  const addressee = await insert("leads", {
    ...{ name: `Addressee ${mark}`, phone: newNumber(), source: "phone" },
  });
  const outbox = await insert("conversations", {
    ...{ lead_id: addressee, device_id: deviceId, person: `outbox-${mark}@lid` },
    last_message_at: new Date(),
  });
  const unsent = async (status: string, more = {}) =>
    insert("messages", {
      ...{ conversation_id: outbox, lead_id: addressee, direction: "outbound", kind: "text" },
      status,
      ...{ body: `Unsent ${status} ${mark}`, identity: `${status} ${mark}`, sent_at: new Date() },
      ...{ status_at: new Date(), ...more },
    });
  const unsentMessages = {
    scheduled: await unsent("scheduled", { scheduled_at: "2100-01-01" }),
    failed: await unsent("failed", { failure_reason: `Failed ${mark}` }),
    doubtful: await unsent("doubtful"),
  };
  const reachable = await insert("leads", {
    ...{ name: `Reachable ${mark}`, phone: newNumber(), source: "phone" },
  });
  await insert("lead_events", {
    ...{ lead_id: leads.assigned, at: new Date(), kind: "call", actor_kind: "staff" },
    ...{ actor_name: `Actor ${mark}`, details: { outcome: `Outcome ${mark}` } },
  });
  const task = await insert("lead_tasks", {
    ...{ lead_id: leads.assigned, assignee_id: staff.sales, title: `Task ${mark}` },
    ...{ due_at: "2100-01-01", created_by_id: staff.admin },
  });
  const doneTask = await insert("lead_tasks", {
    ...{ lead_id: leads.assigned, title: `Done ${mark}`, due_at: new Date() },
    ...{ done_at: new Date(), done_by_id: staff.sales },
  });
  const spareTask = await insert("lead_tasks", {
    ...{ lead_id: leads.assigned, title: `Spare ${mark}`, due_at: "2100-01-02" },
  });
  const subscription = await insert("car_subscriptions", {
    ...{ lead_id: leads.assigned, car_id: known.carId, kind: "price_drop", status: "confirmed" },
    ...{ phone: newNumber(), code: "4821", car_title: `Title ${mark}`, brand: `Brand ${mark}` },
    ...{ model: `Model ${mark}`, told_price_idr: 100_000_000, expires_at: "2100-01-01" },
  });
  const alone = { phone: newNumber(), source: "walk_in" };
  const original = await insert("leads", { ...alone, name: `Original ${mark}` });
  const spareLead = await insert("leads", {
    ...{ ...alone, phone: newNumber(), name: `Spare ${mark}` },
  });
  const merged = await insert("leads", {
    ...{ name: `Merged ${mark}`, whatsapp_lid: `merged-${mark}@lid`, source: "website" },
    merged_into_id: original,
  });
  const merge = await insert("lead_merges", {
    ...{ kept_id: original, merged_id: merged, moved: {}, merged_at: new Date() },
    merged_by_id: staff.owner,
  });
  const undone = await insert("leads", { phone: newNumber(), source: "phone" });
  await insert("lead_merges", {
    ...{ kept_id: leads.free, merged_id: undone, moved: {}, merged_at: new Date() },
    ...{ undone_at: new Date(), undone_by_id: staff.owner },
  });
  await insert("live_events", {
    ...{ kind: "lead.changed", lead_id: leads.assigned, assignee_id: staff.sales },
    payload: { note: `Payload ${mark}` },
  });
  // A second filling of one dealership finds them.
  await insert("inbox_settings", { settings: {} }).catch((fault: { code?: string }) => {
    if (fault.code !== "23505") throw fault;
  });
  await insert("staff_availability", { staff_id: staff.sales, max_open_leads: 40 });
  const period = await insert("calendar_periods", {
    ...{ name: `Period ${mark}`, starts_on: "2100-01-01", ends_on: "2100-01-02" },
  });
  const shift = await insert("shifts", {
    ...{ staff_id: staff.sales, weekday: 1, starts_at: "09:00", ends_at: "17:00" },
  });
  await insert("shifts", {
    ...{ staff_id: staff.sales, weekday: 2, starts_at: "09:00", ends_at: "17:00" },
    period_id: period,
  });
  const cannedReply = await insert("canned_replies", {
    ...{ name: `Canned ${mark}`, body: `Reply ${mark}`, created_by_id: staff.admin },
  });
  const shownReply = await insert("canned_replies", {
    ...{ name: `Shown ${mark}`, body: "Halo {{name}}" },
  });
  await insert("notifications", {
    ...{ staff_id: staff.sales, kind: "daily_digest", channel: "email", status: "sent" },
    occasion: `Occasion ${mark}`,
  });
  const replies = { cannedReply, shownReply };
  return {
    ...{ event, media, task, doneTask, spareTask, merged, merge, period, shift, spareLead },
    subscription,
    ...{ unsentMessages, reachable, device: deviceId },
    ...replies,
  };
}
