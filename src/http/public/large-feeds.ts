import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { version } from "../../../package.json";
import type { Deps } from "../../deps.ts";
import { dealerOf } from "../../domain/feeds/dealer.ts";
import { type Feed, type FeedTally, writeFeed } from "../../domain/feeds/feed.ts";
import { createFeedTurns } from "../../domain/feeds/feed-turns.ts";
import { type CarRange, readFeedCars } from "../../domain/feeds/read-feed-cars.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import { createFeedPlaces } from "./feed-places.ts";
import { type FeedEnd, feedStream } from "./feed-stream.ts";

/** A feed and the cars that it is about. */
export interface FeedPart {
  feed: Feed;
  range: CarRange;
}

type AnswerLarge = (c: Context<AppEnv>, name: string, part: FeedPart) => Promise<Response>;

/** Answers with feeds that are written while they are read, each chunk a transaction of its own. */
export function createLargeFeeds(deps: Deps): AnswerLarge {
  const places = createFeedPlaces();
  const turns = createFeedTurns();

  async function open(c: Context<AppEnv>, name: string, { feed, range }: FeedPart) {
    const tenant = c.get("tenant");
    const log = c.get("log");
    const enter = enterAsVisitor(deps, c);
    const tally: FeedTally = { listed: 0, leftOut: 0 };
    const read = (next: CarRange) =>
      turns(tenant.id, () => enter((scope) => readFeedCars(scope, next)));
    const parts = writeFeed(feed, dealerOf(tenant, deps.config.BASE_DOMAIN), range, read, tally);
    const giveBack = places.take(tenant.id);
    const ended = (how: FeedEnd) => {
      giveBack();
      if (typeof how === "string") log.info({ feed: name, how, ...tally }, "feed written");
      else log.error({ feed: name, err: how.fault, ...tally }, "feed broken off");
    };
    try {
      return feedStream(await parts.next(), parts, ended);
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  return async (c, name, part) => {
    // Weak: a change while it is written makes other bytes under the same version.
    const etag = `W/"${version}-${c.get("tenant").catalogueVersion}"`;
    const headers = { ETag: etag, "Cache-Control": "public, no-cache", Vary: "Accept-Encoding" };
    if (isKnown(c.req.header("If-None-Match"), etag)) return c.body(null, 304, headers);
    const encoding = accepts(c, {
      ...{ header: "Accept-Encoding", supports: ["gzip", "identity"], default: "identity" },
    });
    const isGzipped = encoding === "gzip";
    const all = {
      ...{ ...headers, "Content-Type": part.feed.type },
      ...(isGzipped && { "Content-Encoding": "gzip" }),
    };
    if (c.req.method === "HEAD") return c.body(null, 200, all);
    const body = await open(c, name, part);
    return c.body(isGzipped ? body.pipeThrough(gzip()) : body, 200, all);
  };
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  header?.split(",").some((one) => one.trim() === etag || one.trim() === "*") ?? false;

/** Bytes are the only buffers that are written to it. */
const gzip = () => new CompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>;
