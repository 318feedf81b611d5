import type { Context } from "hono";
import type { Deps } from "../../deps.ts";
import { notFound } from "../../domain/errors.ts";
import { dealerOf } from "../../domain/feeds/dealer.ts";
import type { Feed } from "../../domain/feeds/feed.ts";
import { GOOGLE_CSV } from "../../domain/feeds/google-feed.ts";
import { META_CSV, META_XML } from "../../domain/feeds/meta-feeds.ts";
import { newStockFeed } from "../../domain/feeds/new-stock-feed.ts";
import { ALL_CARS } from "../../domain/feeds/read-feed-cars.ts";
import { robotsText } from "../../domain/feeds/robots.ts";
import { FIRST_SITEMAP, SITEMAP_PART, sitemapIndex } from "../../domain/feeds/sitemap.ts";
import { listSitemapParts } from "../../domain/feeds/sitemap-parts.ts";
import { normaliseHost } from "../../domain/tenants/normalise-host.ts";
import type { AppEnv } from "../env.ts";
import { createRouter } from "../openapi.ts";
import type { PublicAnswers } from "../public-answers.ts";
import { requestHost } from "../request-host.ts";
import { createFeedAnswers } from "./feed-answers.ts";
import { FEED_ROUTES, sitemapPartRoute } from "./feed-routes.ts";

const ATOM = "application/atom+xml; charset=utf-8";
const TEXT = "text/plain; charset=utf-8";

/** What search engines, catalogues and feed readers fetch of a dealership. */
export function feeds(deps: Deps, answers: PublicAnswers) {
  const feedAnswers = createFeedAnswers(deps, answers);
  const dealer = (c: Context<AppEnv>) => dealerOf(c.get("tenant"), deps.config.BASE_DOMAIN);
  const ofAllCars = (name: string, feed: Feed) => (c: Context<AppEnv>) =>
    feedAnswers.answer(c, name, feed.type, async () => ({ feed, range: ALL_CARS }));

  return createRouter()
    .openapi(FEED_ROUTES.robots, (c) => {
      const host = normaliseHost(requestHost(c.req.header(), deps.config.TRUST_PROXY) ?? "") ?? "";
      const isOwn = c.get("tenant").hosts.includes(host);
      return answers.answer(c, `robots ${isOwn ? "own" : "slug"}`, async () => ({
        ...{ type: TEXT, body: robotsText(dealer(c), host) },
      }));
    })
    .openapi(FEED_ROUTES.sitemap, (c) =>
      feedAnswers.answer(c, "sitemap", FIRST_SITEMAP.type, async (scope) => {
        const parts = await listSitemapParts(scope);
        return parts.length > 1
          ? sitemapIndex(parts, dealer(c))
          : { feed: FIRST_SITEMAP, range: ALL_CARS };
      }),
    )
    .openapi(sitemapPartRoute, (c) => {
      const { name } = c.req.valid("param");
      return feedAnswers.answer(c, `sitemap ${name}`, SITEMAP_PART.type, async (scope) => {
        const number = Number(/\d+/.exec(name)?.[0]);
        const range = (await listSitemapParts(scope))[number - 1];
        if (!range) throw notFound("part of the sitemap");
        return { feed: number === 1 ? FIRST_SITEMAP : SITEMAP_PART, range };
      });
    })
    .openapi(FEED_ROUTES.google, ofAllCars("feed google.csv", GOOGLE_CSV))
    .openapi(FEED_ROUTES.metaCsv, ofAllCars("feed meta.csv", META_CSV))
    .openapi(FEED_ROUTES.metaXml, ofAllCars("feed meta.xml", META_XML))
    .openapi(FEED_ROUTES.newStock, (c) =>
      answers.answer(c, "feed new.atom", async (scope) => ({
        ...{ type: ATOM, body: await newStockFeed(scope, dealer(c)) },
      })),
    );
}
