import { findTenant, NO_ORIGIN, type TenantScope, withTenant } from "../../src/db/index.ts";
import { type LiveEvent, publishLiveEvent } from "../../src/domain/live/publish-live-event.ts";
import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import type { TestTenant } from "./test-tenant.ts";

export interface StreamedEvent {
  id: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an assertion reads is checked by the assertion.
  data: any;
}

export interface LiveStream {
  response: Response;
  /** The last id that was told, also by a sign of life. */
  lastId(): string;
  /** The next event; null when the stream ended. */
  next(): Promise<StreamedEvent | null>;
  /** The next events, so many, each as the `n` of its data. */
  numbers(count: number): Promise<number[]>;
  leave(): Promise<void>;
}

export interface StreamRequest {
  tenant: TestTenant;
  token: string;
  lastEventId?: string;
}

/** Opens the inbox's stream. @throws with the problem when it is refused. */
export async function openStream(
  app: Pick<TestApp, "send">,
  { tenant, token, lastEventId }: StreamRequest,
): Promise<LiveStream> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
  if (lastEventId) headers["Last-Event-ID"] = lastEventId;
  const response = await app.send(tenant.host, "/api/admin/events", { headers, stays: true });
  if (response.status !== 200) throw new Error(JSON.stringify(await json(response)));
  return readStream(response);
}

/** Reads server-sent events as the HTML standard says. */
export function readStream(response: Response): LiveStream {
  if (!response.body) throw new Error("a stream has a body");
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let lastId = "";

  async function next(): Promise<StreamedEvent | null> {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end < 0) {
        const read = await reader.read().catch(() => null);
        if (!read || read.done) return null;
        text += decoder.decode(read.value, { stream: true });
        continue;
      }
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const fields = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      );
      lastId = fields["id"] ?? lastId;
      if (fields["data"] === undefined) continue;
      return { id: lastId, event: fields["event"] ?? "", data: JSON.parse(fields["data"]) };
    }
  }

  return {
    response,
    lastId: () => lastId,
    next,
    numbers: async (count) => {
      const numbers: number[] = [];
      while (numbers.length < count) {
        const event = await next();
        if (!event) throw new Error(`the stream ended after ${numbers}`);
        if ("n" in event.data) numbers.push(event.data.n);
      }
      return numbers;
    },
    leave: () => reader.cancel().catch(() => {}),
  };
}

/** Opens the tenant's scope as the system does. */
export async function enterTenant<Result>(
  { deps }: TestApp,
  { slug }: TestTenant,
  work: (scope: TenantScope) => Promise<Result>,
): Promise<Result> {
  const tenant = await findTenant(deps.database, { slug });
  if (!tenant) throw new Error("the test's tenant is there");
  const context = { tenant, actor: { kind: "job" }, origin: NO_ORIGIN, log: deps.log } as const;
  return withTenant(deps.database, { ...context, now: deps.clock() }, work);
}

/** Publishes an event that carries a number. */
export const publish = (app: TestApp, tenant: TestTenant, n: number, lead?: LiveEvent["lead"]) =>
  enterTenant(app, tenant, (scope) => publishNumber(scope, n, lead));

export const publishNumber = (scope: TenantScope, n: number, lead?: LiveEvent["lead"]) =>
  publishLiveEvent(scope, { kind: "lead.changed", lead, payload: { n } });

/** A transaction that published a number and stays open until it is told to end. */
export async function publishLater(app: TestApp, tenant: TestTenant, n: number) {
  const published = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  const done = enterTenant(app, tenant, async (scope) => {
    await publishNumber(scope, n);
    published.resolve();
    await ending.promise;
  });
  await published.promise;
  return {
    commit: async () => {
      ending.resolve();
      await done;
    },
    rollBack: async () => {
      ending.reject(new Error("given up"));
      await done.catch(() => {});
    },
  };
}
