import pLimit from "p-limit";
import type pg from "pg";
import { followUpContactsJob } from "../../src/jobs/handlers/follow-up-contacts.ts";
import { type Insert, inserter, newNumber, UNKNOWN_PASSWORD } from "./attack-rows.ts";
import { type Call, callAs } from "./call-as.ts";
import type { TestApp } from "./test-app.ts";
import type { TestStaff, TestTenant } from "./test-tenant.ts";

/** A dealership whose leads and people a test puts there itself. */
export interface Desk {
  addSales(name: string, more?: Record<string, unknown>): Promise<string>;
  addLead(more?: Record<string, unknown>): Promise<string>;
  /** Calls as somebody, without a log-in before. */
  as(staffId: string): Promise<Call>;
  /** What follows when these leads' persons make contact, as a job of the app does it. */
  contact(leadIds: string[], by?: TestApp): Promise<void>;
  lead(id: string): Promise<Record<string, unknown>>;
  /** The timeline of a lead, oldest first: kinds and details. */
  timeline(id: string): Promise<Record<string, unknown>[]>;
  /** Jobs of the dealership that have not run, by task. */
  jobs(task: string): Promise<{ payload: Record<string, unknown>; run_at: Date; key: string }[]>;
  /** Notices to staff, oldest first. */
  notices(): Promise<{ staff_id: string; kind: string }[]>;
}

export function deskOf(app: TestApp, owner: pg.Client, tenant: TestTenant): Desk {
  const put = inserter(owner, tenant.id);
  // One connection takes one query at a time.
  const inTurn = pLimit(1);
  const insert: Insert = (table, row) => inTurn(() => put(table, row));
  const rows = async (query: string, ...values: unknown[]) =>
    (await inTurn(() => owner.query(query, [tenant.id, ...values]))).rows;
  return {
    addSales: (name, more = {}) =>
      insert("staff", {
        ...{ name, email: `${crypto.randomUUID()}@${tenant.slug}.test`, role: "sales" },
        ...{ status: "active", password_hash: UNKNOWN_PASSWORD },
        ...more,
      }),
    addLead: (more = {}) =>
      insert("leads", { name: "Budi", phone: newNumber(), source: "whatsapp", ...more }),
    as: async (staffId) => {
      const sessionId = await insert("sessions", {
        ...{ staff_id: staffId, device: "Desk/1.0", ip: "192.0.2.1", expires_at: "2100-01-01" },
      });
      const token = await app.deps.accessTokens.sign({ staffId, tenantId: tenant.id, sessionId });
      const staff: TestStaff = { id: staffId, token, email: "", password: "" };
      return callAs(app, tenant, staff);
    },
    contact: (leadIds, by = app) =>
      followUpContactsJob(by.deps, {
        tenantId: tenant.id,
        contacts: leadIds.map((leadId) => ({ leadId, messageId: null, enquiryId: null })),
      }),
    lead: async (id) => (await rows("SELECT * FROM leads WHERE tenant_id = $1 AND id = $2", id))[0],
    timeline: (id) =>
      rows(
        "SELECT kind, details FROM lead_events WHERE tenant_id = $1 AND lead_id = $2 ORDER BY at, id",
        id,
      ),
    jobs: (task) =>
      rows(
        `SELECT payload, run_at, key FROM graphile_worker._private_jobs j
         JOIN graphile_worker._private_tasks t ON t.id = j.task_id
         WHERE payload ->> 'tenantId' = $1 AND identifier = $2 ORDER BY j.id`,
        task,
      ),
    notices: () =>
      rows("SELECT staff_id, kind FROM notifications WHERE tenant_id = $1 ORDER BY id"),
  };
}
