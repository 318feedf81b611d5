import { createApp } from "../../src/app.ts";
import { type Config, loadConfig } from "../../src/config.ts";
import { createDeps, type Deps } from "../../src/deps.ts";
import type { LiveTimes } from "../../src/domain/live/live-times.ts";
import type { Gateway } from "../../src/infra/gateway/gateway.ts";
import type { GuardedFetch } from "../../src/infra/guarded-fetch.ts";
import { createLogger, type Logger } from "../../src/infra/logger.ts";
import type { Mailer } from "../../src/infra/mail/mailer.ts";
import type { ObjectStore } from "../../src/infra/object-store.ts";
import { checkAgainstDocument } from "./check-against-document.ts";

function givenToRun(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error("Run the tests by: bun run test [FILE …]");
  return value;
}

/** The database of this run as its owner; scripts/test.ts sets it. */
export const testOwnerUrl = () => givenToRun("TEST_OWNER_URL");
/** What opens the keys in that database. */
export const testRootSecret = () => givenToRun("TEST_ROOT_SECRET");

type TestRequest = RequestInit & { client?: string; stays?: boolean };

export interface TestApp {
  deps: Deps;
  ownerUrl: string;
  /**
   * Sends a request as a client at an address of its own and holds the answer to the document. Of
   * a stream of events it takes what comes first and leaves, unless asked to stay.
   */
  send(host: string, path: string, init?: TestRequest): Promise<Response>;
  close(): Promise<void>;
}

/** Answers as a gateway does that takes everything: no test calls a real one. */
const standInGateway: Gateway = {
  send: async () => ({ kind: "accepted", id: String(Math.floor(Math.random() * 1e9)) }),
  validate: async (_, phones) => ({ registered: phones, missing: [] }),
  device: async () => ({ connected: true, quota: 1_000, package: null, expiresAt: null }),
  qr: async () => "iVBORw0KGgo=",
  setWebhooks: async () => {},
};

export interface TestAppOptions {
  config?: Partial<Config>;
  clock?: () => Date;
  logLevel?: string;
  log?: Logger;
  ownerUrl?: string;
  rootSecret?: string;
  mailer?: Mailer;
  objects?: ObjectStore;
  fetchFile?: GuardedFetch;
  gateway?: Gateway;
  connections?: number;
  liveTimes?: Partial<LiveTimes>;
}

/** The product as main starts it, on the run's real database, with nothing replaced but the clock. */
export function createTestApp(options: TestAppOptions = {}): TestApp {
  const ownerUrl = options.ownerUrl ?? testOwnerUrl();
  const config = {
    ...loadConfig({ NODE_ENV: "test", DATA_DIR: givenToRun("TEST_DATA_DIR") }),
    ...options.config,
  };
  const deps = createDeps({
    config,
    log: options.log ?? createLogger(options.logLevel ?? "error"),
    ownerUrl,
    rootSecret: options.rootSecret ?? testRootSecret(),
    clock: options.clock,
    mailer: options.mailer,
    objects: options.objects,
    fetchFile: options.fetchFile,
    gateway: options.gateway ?? (options.config?.FONNTE_API_URL ? undefined : standInGateway),
    connections: options.connections,
    liveTimes: options.liveTimes,
  });
  const app = createApp(deps);
  return {
    deps,
    ownerUrl,
    send: async (host, path, { client, stays, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (host) headers.set("Host", host);
      if (typeof init.body === "string" && !headers.has("Content-Type")) {
        headers.set("Content-Type", "application/json");
      }
      const request = new Request(`http://any.test${path}`, {
        ...init,
        headers,
        redirect: "manual",
      });
      const address = client ?? randomAddress();
      const server = { requestIP: () => ({ address, family: "IPv4" as const, port: 1 }) };
      const response = await app.fetch(request, { server });
      const isStream = response.headers.get("Content-Type") === "text/event-stream";
      if (isStream && stays) {
        await checkAgainstDocument(app, request, withoutBody(response));
        return response;
      }
      const answer = isStream ? await beginningOf(response) : response;
      await checkAgainstDocument(app, request, answer.clone());
      return answer;
    },
    close: () => deps.close(),
  };
}

/** The first that a stream says, after which it is left. */
async function beginningOf({ body, status, headers }: Response): Promise<Response> {
  const reader = body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new Response(first?.value, { status, headers });
}

const withoutBody = ({ status, headers }: Response) => ({
  status,
  headers,
  bytes: async () => new Uint8Array(),
});

/** Nobody else's, most likely. */
export const randomAddress = () =>
  `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join(".")}`;
