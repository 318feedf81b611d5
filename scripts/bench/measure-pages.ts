/** How long the pages of an inbox take, over HTTP in this process. */
import type { createApp } from "../../src/app.ts";
import type { Deps } from "../../src/deps.ts";

export interface Reader {
  token: string;
  /** Under which the requests are counted. */
  key: string;
}

export type Pages = Record<string, { p50: number; p95: number }>;

/** Where pages are asked for. */
export interface Site {
  app: ReturnType<typeof createApp>;
  deps: Deps;
  host: string;
  readers: Record<"owner" | "sales", Reader>;
  /** The id of any of the leads. */
  lead(): string;
}

/** Requests before those that count. */
const WARM_UP = 30;
/** Pages that a deep cursor lies behind the first one. */
const DEEP = 5;
const LISTS = [
  ...["/inbox?box=all", "/inbox?box=mine", "/inbox?box=unassigned", "/leads?limit=20"],
  ...["/inbox?box=awaiting", "/inbox?box=overdue"],
];
/** How many of the lists are measured behind a cursor as well. */
const FAR = 4;

interface Page {
  name: string;
  ask(): Promise<number>;
  times: number[];
}

async function pagesOf({ app, deps, host, readers, lead }: Site): Promise<Page[]> {
  const ask = async ({ token, key }: Reader, path: string) => {
    await deps.rateLimits.admin.reset(key);
    const headers = { Host: host, Authorization: `Bearer ${token}` };
    const request = new Request(`http://any.test/api/admin${path}`, { headers });
    const started = performance.now();
    const response = await app.fetch(request, {});
    const text = await response.text();
    return { took: performance.now() - started, status: response.status, text };
  };
  const behind = async (reader: Reader, path: string) => {
    let cursor = "";
    for (let n = 0; n < DEEP; n += 1) {
      const { text } = await ask(reader, `${path}${cursor}`);
      const next = JSON.parse(text).meta.nextCursor;
      if (next) cursor = `&cursor=${next}`;
    }
    return `${path}${cursor}`;
  };
  const page = (name: string, reader: Reader, path: () => string): Page => ({
    ...{ name, times: [] },
    ask: async () => {
      const { took, status, text } = await ask(reader, path());
      if (status !== 200) throw new Error(`${name} answered ${status}: ${text}`);
      return took;
    },
  });

  const pages: Page[] = [];
  for (const [who, reader] of Object.entries(readers)) {
    for (const path of LISTS) pages.push(page(`${who} ${path}`, reader, () => path));
    for (const path of LISTS.slice(0, FAR)) {
      const far = await behind(reader, path);
      pages.push(page(`${who} ${path}, deep`, reader, () => far));
    }
  }
  for (const path of ["", "/timeline"]) {
    pages.push(page(`owner /leads/{id}${path}`, readers.owner, () => `/leads/${lead()}${path}`));
  }
  return pages;
}

/** Measures every page of every site, in turns, so that a busy moment meets all alike. */
export async function measurePages(sites: Site[], requests: number): Promise<Pages[]> {
  const pages = await Promise.all(sites.map(pagesOf));
  for (let n = -WARM_UP; n < requests; n += 1) {
    for (const at of pages[0]?.keys() ?? []) {
      // Each goes first half the time.
      for (const site of n % 2 ? pages : pages.toReversed()) {
        const took = await site[at]?.ask();
        if (n >= 0 && took !== undefined) site[at]?.times.push(took);
      }
    }
  }
  return pages.map((site) =>
    Object.fromEntries(
      site.map(({ name, times }) => {
        const sorted = times.sort((a, b) => a - b);
        const share = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
        return [name, { p50: share(0.5), p95: share(0.95) }];
      }),
    ),
  );
}
