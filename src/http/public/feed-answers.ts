import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { LRUCache } from "lru-cache";
import { version } from "../../../package.json";
import type { TenantScope } from "../../db/index.ts";
import type { Deps } from "../../deps.ts";
import { busy } from "../../domain/errors.ts";
import { dealerOf } from "../../domain/feeds/dealer.ts";
import { type Feed, type FeedTally, wholeFeed, writeFeed } from "../../domain/feeds/feed.ts";
import { type CarRange, readFeedCars } from "../../domain/feeds/read-feed-cars.ts";
import { createFairShares } from "../../infra/fair-shares.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import type { PublicAnswers } from "../public-answers.ts";
import { createFeedPlaces } from "./feed-places.ts";
import { type FeedEnd, feedStream } from "./feed-stream.ts";

/** Chunks that are read at once: of one dealership, and in this process. */
const READ_OF_ONE = 1;
const READ_OF_ALL = 2;
const WAITING = 100;

/** A feed and the cars that it is about. */
export interface FeedPart {
  feed: Feed;
  range: CarRange;
}

/** Thrown out of what is made to be kept. */
class TooLarge extends Error {
  constructor(readonly part: FeedPart) {
    super("too large to be kept");
  }
}

export interface FeedAnswers {
  /**
   * Answers with a feed: a small one is kept as other public answers are, a large one is written
   * while it is read, anew each time, and known to be unchanged by the catalogue's version.
   * @param choose a text to be kept as it is, or the feed to write.
   * @throws DomainError busy when too many are being written.
   */
  answer(
    c: Context<AppEnv>,
    name: string,
    type: string,
    choose: (scope: TenantScope) => Promise<FeedPart | string>,
  ): Promise<Response>;
}

export function createFeedAnswers(deps: Deps, answers: PublicAnswers): FeedAnswers {
  const places = createFeedPlaces();
  const ofOne = createFairShares(READ_OF_ONE, WAITING);
  const ofAll = createFairShares(READ_OF_ALL, WAITING);
  /** Feeds that were found too large, by dealership, version and name. */
  const large = new LRUCache<string, FeedPart>({ max: 10_000 });

  async function whole(scope: TenantScope, part: FeedPart): Promise<string> {
    const dealer = dealerOf(scope.tenant, deps.config.BASE_DOMAIN);
    const read = (range: CarRange) => readFeedCars(scope, range);
    const text = await wholeFeed(writeFeed(part.feed, dealer, part.range, read));
    if (text === null) throw new TooLarge(part);
    return text;
  }

  async function stream(c: Context<AppEnv>, name: string, { feed, range }: FeedPart) {
    const tenant = c.get("tenant");
    const etag = `W/"${version}-${tenant.catalogueVersion}"`;
    // A change while it is written makes another body, so that copies are only known to be alike.
    c.header("ETag", etag);
    c.header("Cache-Control", "public, no-cache");
    c.header("Vary", "Accept-Encoding");
    if (isKnown(c.req.header("If-None-Match"), etag)) return c.body(null, 304);
    c.header("Content-Type", feed.type);
    if (c.req.method === "HEAD") return c.body(null, 200);

    const giveBack = places.take(tenant.id);
    const tally: FeedTally = { listed: 0, leftOut: 0 };
    const enter = enterAsVisitor(deps, c);
    const log = c.get("log");
    const read = async (next: CarRange) => {
      const work = () => enter((scope) => readFeedCars(scope, next));
      const inTurn = () => ofAll.run("feeds", work) ?? Promise.reject(busy());
      return ofOne.run(tenant.id, inTurn) ?? Promise.reject(busy());
    };
    const parts = writeFeed(feed, dealerOf(tenant, deps.config.BASE_DOMAIN), range, read, tally);
    const ended = (how: FeedEnd) => {
      giveBack();
      if (typeof how === "string") log.info({ feed: name, how, ...tally }, "feed written");
      else log.error({ feed: name, err: how.fault, ...tally }, "feed broken off");
    };
    try {
      const body = feedStream(await parts.next(), parts, ended);
      const encoding = accepts(c, {
        ...{ header: "Accept-Encoding", supports: ["gzip", "identity"], default: "identity" },
      });
      if (encoding !== "gzip") return c.body(body, 200);
      c.header("Content-Encoding", "gzip");
      return c.body(body.pipeThrough(gzip()), 200);
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  return {
    answer: async (c, name, type, choose) => {
      const { id, catalogueVersion } = c.get("tenant");
      const key = `${id}:${catalogueVersion}:${name}`;
      const known = large.get(key);
      if (known) return stream(c, name, known);
      try {
        return await answers.answer(c, name, async (scope) => {
          const chosen = await choose(scope);
          return { type, body: typeof chosen === "string" ? chosen : await whole(scope, chosen) };
        });
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        large.set(key, error.part);
        return stream(c, name, error.part);
      }
    },
  };
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  header?.split(",").some((one) => one.trim() === etag || one.trim() === "*") ?? false;

/** Bytes are the only buffers that are written to it. */
const gzip = () => new CompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>;
