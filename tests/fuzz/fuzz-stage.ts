/** A dealership to fuzz, which is replaced by a fresh one before its state decides the answers. */
import { expect } from "bun:test";
import { ROUTE_CASES } from "../isolation/route-cases.ts";
import { connect } from "../support/attack-database.ts";
import { type Dealership, openDealership } from "../support/attack-dealership.ts";
import {
  type Ask,
  bodyOf,
  operationsOf,
  pathOf,
  readDocument,
} from "../support/attack-operations.ts";
import { createTestApp } from "../support/test-app.ts";
import type { Outcome } from "./fuzz-run.ts";
import type { PlannedBody, RequestPlan } from "./request-plan.ts";
import type { Json } from "./wild-values.ts";

/** Batches that one dealership serves: later its lists are long and its staff dismissed. */
const BATCHES_A_DEALERSHIP = 100;

/** Ids of all kinds, right where they are asked for and wrong elsewhere. */
const idsOf = ({ staff, cars, leads, conversation }: Dealership): string[] => [
  ...Object.values(staff),
  ...Object.values(cars).map(({ id }) => id),
  ...Object.values(leads),
  conversation,
];

/** JSON as text, with what stands for an id, a depth or a number that JSON.stringify has not. */
const written = (value: Json, ids: string[]) =>
  withIds(JSON.stringify(value) ?? "", ids)
    .replace(/"@deep:(\d+)"/g, (_, depth) => "[".repeat(depth) + "]".repeat(depth))
    .replace(/"@raw:([^"]+)"/g, "$1");

const withIds = (text: string, ids: string[]) =>
  text.replace(/@id:(\d+)/g, (_, n) => ids[Number(n) % ids.length] ?? "");

function plannedBody(plan: PlannedBody, good: unknown, ids: string[]): RequestInit["body"] {
  if (plan.as === "raw") return plan.value;
  if (plan.as === "good") return good === undefined ? undefined : written(good, ids);
  if (plan.as === "json") return written(plan.value, ids);
  if (plan.as === "changed") {
    const fields = Object.entries({ ...(good as object) });
    for (const [at, value] of plan.changes) {
      const field = fields[at % Math.max(1, fields.length)];
      if (field) field[1] = value;
    }
    return written(Object.fromEntries([...fields, ...Object.entries(plan.added)]), ids);
  }
  const entries = Object.entries(Object(plan.value)).map(([name, value]): [string, string] => [
    name.toWellFormed(),
    typeof value === "string" ? value.toWellFormed() : JSON.stringify(value),
  ]);
  if (plan.as === "form") return new URLSearchParams(entries);
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
}

/** What of a text HTTP can carry in a header. */
const carried = (value: string) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "").trim();

export async function openFuzzStage() {
  // Refusals for too many requests would hide every other answer.
  const app = createTestApp({ config: { RATE_LIMIT_MAX_REQUESTS: 1_000_000 } });
  const owner = await connect(app.ownerUrl);
  const document = await readDocument(app);
  const operations = operationsOf(document);
  const byKey = new Map(operations.map((operation) => [operation.key, operation]));
  let dealership = await openDealership(app, owner);
  let batches = 0;

  async function isExhausted() {
    if (batches % BATCHES_A_DEALERSHIP === 0) return true;
    if (batches % 5 !== 0) return false;
    const headers = { Authorization: `Bearer ${dealership.tokens.owner}` };
    const me = await app.send(dealership.host, "/api/admin/auth/me", { headers });
    return me.status !== 200;
  }

  /** Keeps the dealership's owner at work, and its requests uncounted. */
  async function refresh() {
    batches += 1;
    const { admin, webhook } = app.deps.rateLimits;
    const devices = await owner.query<{ id: string }>(
      "SELECT id FROM whatsapp_devices WHERE tenant_id = $1",
      [dealership.id],
    );
    await Promise.all([
      ...Object.values(dealership.staff).map((id) => admin.reset(`${dealership.id}:${id}`)),
      ...devices.rows.map(({ id }) => webhook.reset(`${dealership.id}:device:${id}`)),
    ]);
    if (await isExhausted()) dealership = await openDealership(app, owner);
  }

  const tokens = (): Record<RequestPlan["sender"], string | undefined> => ({
    ...{ owner: dealership.tokens.owner, sales: dealership.tokens.sales },
    ...{ nobody: undefined, "somebody else": `${dealership.tokens.owner}x` },
  });

  /** Sends a plan; an answer above 399 must be a whole problem, whether the address is known or not. */
  async function send(plan: RequestPlan): Promise<Outcome> {
    const operation = byKey.get(plan.key);
    if (!operation) throw new Error(`${plan.key} is no operation`);
    const ids = idsOf(dealership);
    const good: Ask = ROUTE_CASES[plan.key]?.ask(dealership) ?? {};
    const method = plan.method ?? operation.method;
    const template = operation.template.replace(/\{(\w+)\}/g, (whole, name) =>
      withIds(plan.params[name] ?? whole, ids),
    );
    const path =
      plan.query === null
        ? pathOf(template, good)
        : `${pathOf(template, { params: good.params })}?${withIds(plan.query, ids)}`;
    const headers = new Headers(good.headers);
    const token = tokens()[plan.sender];
    if (token && operation.security?.length) headers.set("Authorization", `Bearer ${token}`);
    for (const [name, value] of plan.headers) headers.set(name, carried(value));
    const takesBody = operation.requestBody && !/^(GET|HEAD)$/.test(method);
    const isGoodFile = good.file && plan.body.as === "good";
    const planned = () => (isGoodFile ? bodyOf(good) : plannedBody(plan.body, good.body, ids));
    const body = takesBody ? planned() : undefined;

    const response = await app.send(plan.host ?? dealership.host, path, { method, headers, body });
    const { status } = response;
    if (status >= 400 && method !== "HEAD" && plan.key !== "GET /health") {
      expect([status, response.headers.get("Content-Type")]).toEqual([
        status,
        "application/problem+json",
      ]);
    }
    await response.body?.cancel();
    const isOwn = method === operation.method && plan.host === undefined;
    return { status, isAccepted: isOwn && (status < 400 || [404, 409, 428].includes(status)) };
  }

  return {
    ...{ app, document, operations, refresh, send },
    dealership: () => dealership,
    close: async () => {
      await owner.end();
      await app.close();
    },
  };
}
