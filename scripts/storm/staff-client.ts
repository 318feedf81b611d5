import type { Ledger } from "../../tests/support/ledger.ts";
import { askOwner } from "./ask-owner.ts";
import type { Chance } from "./random.ts";
import type { StormTenant } from "./stage.ts";

/** Milliseconds. */
const PAUSE = 400;
const PATIENCE = 10_000;
const TRIES = 60;
/** Staff of at most so many dealerships write. */
const WRITERS = 10;

export interface StaffClient {
  /** Logs in everybody who writes. */
  logIn(): Promise<void>;
  /**
   * Sends so many replies in the given seconds, each to somebody who wrote, and repeats under the
   * same Idempotency-Key what was not answered.
   */
  reply(count: number, seconds: number): Promise<void>;
  /** What a lead's page shows of what the person wrote, as it is in order there. */
  history(tenant: StormTenant, leadId: string): Promise<string[]>;
  /** Answers that were neither success nor a reason to try again. */
  refusals: string[];
}

const isPassing = (status: number) => status === 0 || status === 429 || status >= 500;

export function createStaffClient(options: {
  ownerUrl: string;
  ports: () => number[];
  tenants: StormTenant[];
  ledger: Ledger;
  chance: Chance;
}): StaffClient {
  const { ownerUrl, ports, ledger, chance } = options;
  const writers = options.tenants.slice(0, WRITERS);
  const tokens = new Map<StormTenant, Promise<string>>();
  const refusals: string[] = [];

  const call = async (tenant: StormTenant, path: string, body: object, headers = {}) => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const answer = await fetch(`http://127.0.0.1:${chance.pick(ports())}${path}`, {
        method: "POST",
        headers: { Host: tenant.host, "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      }).catch(() => null);
      const text = await answer?.text().catch(() => null);
      // An answer whose body broke off is none.
      const status = typeof text === "string" ? (answer?.status ?? 0) : 0;
      if (!isPassing(status)) return { status, text: text ?? "" };
      await Bun.sleep(PAUSE);
    }
    return { status: 0, text: "no answer" };
  };
  const tokenOf = async (tenant: StormTenant): Promise<string> => {
    const { text } = await call(tenant, "/api/admin/auth/login", tenant.owner);
    return (JSON.parse(text) as { data: { accessToken: string } }).data.accessToken;
  };
  const conversationOf = (tenant: StormTenant): Promise<string | null> =>
    askOwner(ownerUrl, async (owner) => {
      const { rows } = await owner.query<{ id: string }>(
        "SELECT id FROM conversations WHERE tenant_id = $1 ORDER BY random() LIMIT 1",
        [tenant.id],
      );
      return rows[0]?.id ?? null;
    }).catch(() => null);
  const tokenFor = (tenant: StormTenant): Promise<string> => {
    const token = tokens.get(tenant) ?? tokenOf(tenant);
    tokens.set(tenant, token);
    return token;
  };
  const replyOnce = async (n: number) => {
    const tenant = chance.pick(writers);
    const token = await tokenFor(tenant);
    let id = await conversationOf(tenant);
    for (let tries = 0; !id && tries < TRIES; tries += 1) {
      await Bun.sleep(PAUSE);
      id = await conversationOf(tenant);
    }
    if (!id) return;
    const tag = `r-${n}`;
    const headers = { Authorization: `Bearer ${token}`, "Idempotency-Key": `key of ${tag}` };
    const body = { body: `Baik kak, unitnya masih ada [${tag}]` };
    const { status, text } = await call(
      tenant,
      `/api/admin/conversations/${id}/messages`,
      body,
      headers,
    );
    if (status === 201) ledger.note(tag);
    else refusals.push(`${tag}: ${status} ${text.slice(0, 200)}`);
  };
  return {
    refusals,
    logIn: async () => {
      for (const tenant of writers) await tokenFor(tenant);
    },
    history: async (tenant, leadId) => {
      const port = chance.pick(ports());
      const answer = await fetch(`http://127.0.0.1:${port}/api/admin/leads/${leadId}`, {
        headers: { Host: tenant.host, Authorization: `Bearer ${await tokenFor(tenant)}` },
      });
      const { data } = (await answer.json()) as {
        data: { messages: { direction: string; body: string }[] };
      };
      return data.messages
        .filter(({ direction }) => direction === "inbound")
        .map(({ body }) => body);
    },
    reply: async (count, seconds) => {
      await Promise.all(
        Array.from({ length: count }, async (_, n) => {
          await Bun.sleep((n / count) * seconds * 1_000);
          await replyOnce(n);
        }),
      );
    },
  };
}
