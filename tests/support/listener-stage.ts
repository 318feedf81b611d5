import { createApp } from "../../src/app.ts";
import { type Serving, serve } from "../../src/http/listener/serve.ts";
import type { RawAnswer } from "./raw-answers.ts";
import { createTestApp, type TestApp, type TestAppOptions } from "./test-app.ts";
import { createTestTenant, type TestTenant } from "./test-tenant.ts";

/** One app on two ports: by the listener, and by a plain server of Bun. */
export interface ListenerStage {
  app: TestApp;
  tenant: TestTenant;
  serving: Serving;
  /** The listener's port, and the plain server's. */
  ports: { listener: number; oracle: number };
  /** Answers that were ready and that the listener gave, and requests that went through the whole chain. */
  readonly given: { ready: number; byChain: number };
  close(): Promise<void>;
}

export async function openListenerStage(options: TestAppOptions = {}): Promise<ListenerStage> {
  const app = createTestApp({
    ...options,
    config: { RATE_LIMIT_MAX_REQUESTS: 1e6, ...options.config },
  });
  const tenant = await createTestTenant(app);
  const { fetch, frontDoor } = createApp(app.deps);
  const given = { ready: 0, byChain: 0 };
  const serving = serve({
    ...{ port: 0, sharesPort: false, log: app.deps.log },
    app: {
      fetch: (request, bindings) => {
        given.byChain += 1;
        return fetch(request, bindings);
      },
      frontDoor: (asked) => {
        const answer = frontDoor(asked);
        if (answer) given.ready += 1;
        return answer;
      },
    },
  });
  const oracle = Bun.serve({
    port: 0,
    fetch: (request, server) => {
      const { url } = request;
      // As in `serve`: without a Host header, Bun gives a bare path for an address.
      const whole = url.startsWith("/") ? new Request(`http://unknown${url}`, request) : request;
      return fetch(whole, { server });
    },
  });
  return {
    ...{ app, tenant, serving, given },
    ports: { listener: serving.port, oracle: oracle.port ?? 0 },
    close: async () => {
      await serving.terminate();
      await oracle.stop(true);
      await app.close();
    },
  };
}

/** Without what is each answer's own: its date, its id, and what is left of its visitor's limit. */
export function withoutOwn({ status, headers, body }: RawAnswer) {
  const { date, "x-request-id": id = "no id", ratelimit, ...rest } = headers;
  return {
    ...{ status, headers: rest, own: [typeof date, ratelimit?.replace(/\d+/g, "N")] },
    body: body.toString("latin1").replaceAll(id, "the id"),
  };
}
