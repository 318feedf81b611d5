import type pg from "pg";
import { inserter, newNumber } from "./attack-rows.ts";
import type { TestApp } from "./test-app.ts";
import { createTestDevice, type TestTenant } from "./test-tenant.ts";

/** The smallest of their kinds. */
export const PICTURE = new Uint8Array(
  Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64"),
);
export const PDF = new TextEncoder().encode("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");

interface Given {
  assigneeId?: string;
  sourceUrl?: string | null;
  filename?: string | null;
  fetchBefore?: Date;
}

/** A new lead whose only message has a file that waits to be fetched. */
export async function addFileMessage(
  app: TestApp,
  owner: pg.Client,
  tenant: TestTenant,
  given: Given = {},
) {
  const insert = inserter(owner, tenant.id);
  const known = await owner.query<{ id: string }>(
    "SELECT id FROM whatsapp_devices WHERE tenant_id = $1 LIMIT 1",
    [tenant.id],
  );
  const device = known.rows[0] ?? (await createTestDevice(app, tenant));
  const leadId = await insert("leads", {
    ...{ phone: newNumber(), source: "whatsapp", assignee_id: given.assigneeId },
  });
  const mediaId = await insert("media_files", {
    ...{ status: "pending", source_url: given.sourceUrl, filename: given.filename },
    fetch_before: given.fetchBefore ?? new Date(Date.now() + 30 * 60_000),
  });
  const conversationId = await insert("conversations", {
    ...{ lead_id: leadId, device_id: device.id, person: newNumber() },
    last_message_at: new Date(),
  });
  const messageId = await insert("messages", {
    ...{ conversation_id: conversationId, lead_id: leadId, direction: "inbound", kind: "media" },
    ...{ body: "", identity: crypto.randomUUID(), sent_at: new Date(), media_id: mediaId },
  });
  return { leadId, mediaId, messageId, conversationId };
}

/** Its row, as stored. */
export async function mediaRow(owner: pg.Client, id: string) {
  const { rows } = await owner.query("SELECT * FROM media_files WHERE id = $1", [id]);
  return rows[0];
}

interface StoredJob {
  id: string;
  payload: Record<string, unknown>;
  run_at: Date;
  task: string;
}

/** The jobs of a task that wait for a tenant. */
export async function jobsOf(owner: pg.Client, tenantId: string, task: string) {
  const { rows } = await owner.query<StoredJob>(
    `SELECT j.id, j.payload, j.run_at, t.identifier AS task FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = $1 AND j.payload ->> 'tenantId' = $2 ORDER BY j.id`,
    [task, tenantId],
  );
  return rows;
}
