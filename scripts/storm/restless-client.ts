import pLimit from "p-limit";
import type { Ledger } from "../../tests/support/ledger.ts";

/** The gateway repeats what is not answered by 200 fifteen times. */
const RETRIES = 15;
/** Milliseconds between two attempts, where the gateway leaves a minute. */
const PAUSE = { first: 500, most: 1_500 };
/** Milliseconds the client waits for an answer. */
const PATIENCE = 10_000;
const AT_ONCE = 64;

export interface Post {
  /** What the ledger notes when it is answered by 200. */
  identity: string;
  host: string;
  path: string;
  contentType: string;
  body: string;
  /** Milliseconds after the start. */
  at: number;
}

export interface Posted {
  /** How often each status was answered; 0 for no answer. */
  answers: Record<number, number>;
  /** Milliseconds of each answer of 200. */
  times: number[];
  /** Answers that are neither 200 nor 429 or 503 with Retry-After. */
  wrong: string[];
  /** Never answered by 200, after all the retries. */
  givenUp: string[];
}

export interface RestlessClient {
  /** Posts at the given moments, over all the ports in turn. Resolves when each is done with. */
  post(posts: Post[], onDone?: (done: number) => void): Promise<void>;
  readonly posted: Posted;
}

/** Posts as the gateway does: what is not answered by 200 comes again, maybe at another process. */
export function createRestlessClient(ports: () => number[], ledger: Ledger): RestlessClient {
  const posted: Posted = { answers: {}, times: [], wrong: [], givenUp: [] };
  const limit = pLimit(AT_ONCE);
  let turn = 0;
  const tryOnce = async (post: Post): Promise<boolean> => {
    const among = ports();
    const port = among[turn++ % among.length];
    const began = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}${post.path}`, {
      method: "POST",
      headers: { Host: post.host, "Content-Type": post.contentType },
      body: post.body,
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => null);
    const text = await answer?.text().catch(() => "");
    const status = answer?.status ?? 0;
    posted.answers[status] = (posted.answers[status] ?? 0) + 1;
    const isPassing = [429, 503].includes(status) && answer?.headers.get("Retry-After");
    if (status !== 200 && status !== 0 && !isPassing) posted.wrong.push(`${status} ${text}`);
    if (status !== 200) return false;
    posted.times.push(performance.now() - began);
    ledger.note(post.identity);
    return true;
  };
  const insist = async (post: Post, began: number) => {
    await Bun.sleep(Math.max(0, post.at - (performance.now() - began)));
    for (let attempt = 0; attempt <= RETRIES; attempt += 1) {
      if (await limit(() => tryOnce(post))) return;
      await Bun.sleep(Math.min(PAUSE.first * (attempt + 1), PAUSE.most));
    }
    posted.givenUp.push(post.identity);
  };
  return {
    posted,
    post: async (posts, onDone = () => {}) => {
      const began = performance.now();
      let done = 0;
      await Promise.all(posts.map((post) => insist(post, began).then(() => onDone(++done))));
    },
  };
}
