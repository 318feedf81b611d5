import type { Context } from "hono";
import { LRUCache } from "lru-cache";
import type { TenantScope } from "../../db/index.ts";
import type { Deps } from "../../deps.ts";
import { dealerOf } from "../../domain/feeds/dealer.ts";
import { wholeFeed, writeFeed } from "../../domain/feeds/feed.ts";
import { readFeedCars } from "../../domain/feeds/read-feed-cars.ts";
import type { AppEnv } from "../env.ts";
import type { PublicAnswers } from "../public-answers.ts";
import { createLargeFeeds, type FeedPart } from "./large-feeds.ts";

/** Thrown out of what is made to be kept. */
class TooLarge extends Error {
  constructor(readonly part: FeedPart) {
    super("too large to be kept");
  }
}

export interface FeedAnswers {
  /**
   * Answers with a feed: a small one is kept as other public answers are, a large one is written
   * anew each time, while it is read.
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
  const answerLarge = createLargeFeeds(deps);
  /** Feeds that were found too large, by dealership, version and name. */
  const large = new LRUCache<string, FeedPart>({ max: 10_000 });

  async function whole(scope: TenantScope, part: FeedPart): Promise<string> {
    const dealer = dealerOf(scope.tenant, deps.config.BASE_DOMAIN);
    const parts = writeFeed(part.feed, dealer, part.range, (range) => readFeedCars(scope, range));
    const text = await wholeFeed(parts);
    if (text === null) throw new TooLarge(part);
    return text;
  }

  return {
    answer: async (c, name, type, choose) => {
      const { id, catalogueVersion } = c.get("tenant");
      const key = `${id}:${catalogueVersion}:${name}`;
      const known = large.get(key);
      if (known) return answerLarge(c, name, known);
      try {
        return await answers.answer(c, name, async (scope) => {
          const chosen = await choose(scope);
          return { type, body: typeof chosen === "string" ? chosen : await whole(scope, chosen) };
        });
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        large.set(key, error.part);
        return answerLarge(c, name, error.part);
      }
    },
  };
}
