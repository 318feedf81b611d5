/** How long the pages of an inbox take, over HTTP in this process. */
import type { createApp } from "../../src/app.ts";
import type { Deps } from "../../src/deps.ts";

export interface Reader {
  token: string;
  /** Under which the requests are counted. */
  key: string;
}

export type Pages = Record<string, { p50: number; p95: number }>;

interface Parts {
  app: ReturnType<typeof createApp>;
  deps: Deps;
  host: string;
  readers: Record<"owner" | "sales", Reader>;
  requests: number;
  /** The id of any of the leads. */
  lead(): string;
}

/** Requests before those that count. */
const WARM_UP = 30;
/** Pages that a deep cursor lies behind the first one. */
const DEEP = 5;
const LISTS = ["/inbox?box=all", "/inbox?box=mine", "/inbox?box=unassigned", "/leads?limit=20"];
const WAITING = ["/inbox?box=awaiting", "/inbox?box=overdue"];

/** Measures every page, request by request in turns, so that a busy moment meets all alike. */
export async function measurePages(parts: Parts): Promise<Pages> {
  const { app, deps, host, readers, requests, lead } = parts;
  const ask = async ({ token, key }: Reader, path: string) => {
    await deps.rateLimits.admin.reset(key);
    const headers = { Host: host, Authorization: `Bearer ${token}` };
    const request = new Request(`http://any.test/api/admin${path}`, { headers });
    const started = performance.now();
    const response = await app.fetch(request, {});
    const text = await response.text();
    return { took: performance.now() - started, status: response.status, text };
  };
  const deep = async (reader: Reader, path: string) => {
    let cursor = "";
    for (let n = 0; n < DEEP; n += 1) {
      const { text } = await ask(reader, `${path}&limit=20${cursor}`);
      const next = JSON.parse(text).meta.nextCursor;
      if (next) cursor = `&cursor=${next}`;
    }
    return `${path}${cursor}`;
  };

  const pages: [name: string, reader: Reader, path: () => string][] = [];
  for (const [who, reader] of Object.entries(readers)) {
    for (const path of [...LISTS, ...WAITING]) {
      pages.push([`${who} ${path}`, reader, () => path]);
    }
    for (const path of LISTS.slice(0, 3)) {
      const far = await deep(reader, path);
      pages.push([`${who} ${path}, deep`, reader, () => far]);
    }
  }
  pages.push(["owner /leads/{id}", readers.owner, () => `/leads/${lead()}`]);
  const timeline = () => `/leads/${lead()}/timeline`;
  const hasTimeline = (await ask(readers.owner, timeline())).status === 200;
  if (hasTimeline) pages.push(["owner /leads/{id}/timeline", readers.owner, timeline]);

  const times = new Map(pages.map(([name]) => [name, [] as number[]]));
  for (let n = -WARM_UP; n < requests; n += 1) {
    for (const [name, reader, path] of pages) {
      const { took, status, text } = await ask(reader, path());
      if (status !== 200) throw new Error(`${name} answered ${status}: ${text}`);
      if (n >= 0) times.get(name)?.push(took);
    }
  }
  const sorted = [...times].map(([name, all]) => [name, all.sort((a, b) => a - b)] as const);
  const at = (all: number[], share: number) => all[Math.floor(all.length * share)] ?? 0;
  return Object.fromEntries(
    sorted.map(([name, all]) => [name, { p50: at(all, 0.5), p95: at(all, 0.95) }]),
  );
}
