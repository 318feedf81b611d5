import type pg from "pg";
import { type Insert, inserter, newNumber } from "./attack-rows.ts";
import type { TestApp } from "./test-app.ts";
import { createTestDevice, type TestTenant } from "./test-tenant.ts";

/** Puts leads and what was exchanged with them into a dealership, as if it had arrived long ago. */
export async function leadRows(app: TestApp, owner: pg.Client, tenant: TestTenant) {
  const insert: Insert = inserter(owner, tenant.id);
  const device = await createTestDevice(app, tenant);
  let messages = 0;

  const lead = async (fields: Record<string, unknown> = {}) => {
    const phone = newNumber();
    const id = await insert("leads", { name: "Budi", phone, source: "whatsapp", ...fields });
    return { id, phone: "phone" in fields ? (fields.phone as string) : phone };
  };
  const conversation = (leadId: string, person: string, at = new Date()) =>
    insert("conversations", {
      ...{ lead_id: leadId, device_id: device.id, person, last_message_at: at },
    });
  const message = (
    leadId: string,
    conversationId: string,
    at: Date,
    fields: Record<string, unknown> = {},
  ) => {
    messages += 1;
    return insert("messages", {
      ...{ lead_id: leadId, conversation_id: conversationId, direction: "inbound", kind: "text" },
      ...{ body: `Pesan ${messages}`, identity: crypto.randomUUID(), sent_at: at },
      received_at: at,
      ...fields,
    });
  };
  const reply = (leadId: string, conversationId: string, at: Date, fields = {}) =>
    message(leadId, conversationId, at, { direction: "outbound", status: "sent", ...fields });
  return { insert, device, lead, conversation, message, reply };
}
export type LeadRows = Awaited<ReturnType<typeof leadRows>>;
