/** A dealership with a WhatsApp number at a test gateway, and somebody to write to. */
import type pg from "pg";
import { addDevice } from "../../src/domain/tenants/add-device.ts";
import { createFonnteGateway } from "../../src/infra/gateway/fonnte.ts";
import { checkDeviceJob } from "../../src/jobs/handlers/check-device.ts";
import { sendMessagesJob } from "../../src/jobs/handlers/send-messages.ts";
import { connect } from "./attack-database.ts";
import { newNumber } from "./attack-rows.ts";
import { type Call, callAs } from "./call-as.ts";
import { startTestGateway, type TestGateway } from "./gateway.ts";
import { createTestApp, type TestApp, type TestAppOptions } from "./test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "./test-tenant.ts";

/** Milliseconds that the stage's client waits for the gateway. */
const TIME_LIMIT = 500;

export interface SendingStage {
  app: TestApp;
  gateway: TestGateway;
  owner: pg.Client;
  tenant: TestTenant;
  call: Call;
  token: string;
  deviceId: string;
  /** Moves the clock on, by milliseconds. */
  advance(ms: number): void;
  /** An app of another process on the same dealership. */
  another(options?: TestAppOptions): TestApp;
  /** Another number of the dealership. */
  addNumber(): Promise<{ id: string; token: string }>;
  /** A new person, whom nobody has written to, and a conversation with them. */
  person(deviceId?: string): Promise<{ leadId: string; conversationId: string; phone: string }>;
  /** Queues a text in a conversation; its id. */
  write(conversationId: string, body?: string): Promise<string>;
  /** Goes on with the queue of a number, as its jobs do, `turns` times. */
  work(turns?: number, deviceId?: string): Promise<void>;
  check(): Promise<void>;
  row(messageId: string): Promise<Record<string, unknown>>;
  device(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export async function setSendingStage(): Promise<SendingStage> {
  const gateway = await startTestGateway();
  gateway.lateMs = TIME_LIMIT * 2;
  let offset = 0;
  const clock = () => new Date(Date.now() + offset);
  const client = createFonnteGateway({ url: gateway.url, timeLimit: TIME_LIMIT });
  const app = createTestApp({ gateway: client, clock });
  const owner = await connect(app.ownerUrl);
  const tenant = await createTestTenant(app);
  const call = callAs(app, tenant, await logIn(app, tenant, tenant.owner));

  const addNumber = async () => {
    const token = `token-${crypto.randomUUID()}`;
    const given = { token, secrets: app.deps.keys.secrets };
    const label = `Nomor ${token.slice(6, 10)}`;
    const { id } = await addDevice(app.ownerUrl, { slug: tenant.slug, label, gateway: given });
    await owner.query("UPDATE whatsapp_devices SET send_interval_ms = 0 WHERE id = $1", [id]);
    return { id, token };
  };
  const { id: deviceId, token } = await addNumber();
  const one = async (table: string, id: string) => {
    const { rows } = await owner.query(`SELECT * FROM ${table} WHERE id = $1`, [id]);
    return rows[0] as Record<string, unknown>;
  };

  return {
    ...{ app, gateway, owner, tenant, call, token, deviceId, addNumber },
    advance: (ms) => {
      offset += ms;
    },
    another: (options) => createTestApp({ gateway: client, clock, ...options }),
    person: async (from = deviceId) => {
      const phone = newNumber();
      const lead = await call("POST", "/leads", { name: "Budi", phone, source: "walk_in" });
      const leadId: string = lead.body.data.id;
      const path = `/leads/${leadId}/conversations`;
      const { body } = await call("POST", path, { deviceId: from });
      return { leadId, conversationId: body.data.id, phone };
    },
    write: async (conversationId, body = "Masih ada, kak") => {
      const sent = await call("POST", `/conversations/${conversationId}/messages`, { body });
      if (sent.status !== 201) throw new Error(JSON.stringify(sent.body));
      return sent.body.data.id;
    },
    work: async (turns = 1, id = deviceId) => {
      for (let turn = 0; turn < turns; turn += 1) {
        await sendMessagesJob(app.deps, { tenantId: tenant.id, deviceId: id });
      }
    },
    check: () => checkDeviceJob(app.deps, { tenantId: tenant.id, deviceId }),
    row: (id) => one("messages", id),
    device: () => one("whatsapp_devices", deviceId),
    close: async () => {
      await owner.end();
      await app.close();
      await gateway.close();
    },
  };
}

/** An inbound message, as the webhook leaves it. */
export async function addInbound(
  { owner, tenant }: SendingStage,
  { leadId, conversationId }: { leadId: string; conversationId: string },
  inboxId: string | null = null,
): Promise<string> {
  const { rows } = await owner.query(
    `INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
       sent_at, inbox_id)
     VALUES ($1, $2, $3, 'inbound', 'text', 'Masih ada?', gen_random_uuid()::text, now(), $4)
     RETURNING id`,
    [tenant.id, conversationId, leadId, inboxId],
  );
  return rows[0].id;
}
