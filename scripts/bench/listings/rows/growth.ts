/** Row 6: what more dealerships, and more cars in one, do to the time of an answer. */

import { atRest } from "../at-rest.ts";
import { interleave } from "../interleave.ts";
import { keptUp, type LoadResult } from "../load.ts";
import type { Served } from "../processes.ts";
import { type Listing, ours, PAGE, wholeStocks } from "../queries.ts";
import type { RowRun } from "../row.ts";
import { time } from "../shown.ts";
import type { Stage } from "../stage.ts";
import { median, ratios } from "../statistics.ts";
import { LARGE_STOCK, LARGE_TENANT, SMALL_STOCK } from "../tenants.ts";
import type { Verdict } from "../verdict.ts";

const MANY = 10_000;
const CARS_OF_MANY = 50;
/** Megabytes of the byte cache: what is compared is answers that it holds, 8 kB of each dealership. */
const CACHE_OF_MANY = 256;
/** So few a second that none waits for another: what is measured is the answer. */
const CACHED_RATE = 500;
const UNCACHED_RATE = 50;
const CACHED_BAR = { most: 1.5 };
const UNCACHED_BAR = { most: 3 };

/** Where pages are asked for: a server and its dealerships from one number on. */
interface Site {
  server: Served;
  from: number;
  tenants: number;
}

const cachedPages = ({ from, tenants }: Site): Listing[] =>
  wholeStocks(from, tenants).map(({ tenant }) => ({ tenant, priceMax: 400_000_000, limit: PAGE }));

async function paceCached(stage: Stage, site: Site): Promise<LoadResult> {
  const targets = cachedPages(site).map(ours);
  // Each once, so that every one is kept.
  for (let asked = 0; asked < targets.length; ) {
    asked += (await stage.drive(site.server, { targets, connections: 8 })).requests;
  }
  return stage.drive(site.server, { targets, rate: CACHED_RATE });
}

function paceUncached(stage: Stage, { server, from, tenants }: Site): Promise<LoadResult> {
  return stage.drive(server, {
    ...{ targets: wholeStocks(from, tenants).map(ours), rate: UNCACHED_RATE },
  });
}

async function compare(
  stage: Stage,
  onRound: (round: number) => void,
  what: string,
  [small, large]: [Site, Site],
): Promise<Verdict[]> {
  const lines = [
    { kind: "cached", bar: CACHED_BAR, rate: CACHED_RATE, pace: paceCached },
    { kind: "uncached", bar: UNCACHED_BAR, rate: UNCACHED_RATE, pace: paceUncached },
  ];
  const verdicts: Verdict[] = [];
  for (const { kind, bar, rate, pace } of lines) {
    const contenders = { large: () => pace(stage, large), small: () => pace(stage, small) };
    await contenders.large();
    await contenders.small();
    await Promise.all([atRest(large.server), atRest(small.server)]);
    const runs = await interleave(stage.plan.rounds, contenders, onRound);
    const of = (name: keyof typeof runs) => runs[name].map((run) => run.p95);
    const isOnTime = (round: number) =>
      [runs.large[round], runs.small[round]].every((run) => run && keptUp(run, rate));
    const rounds = ratios(of("large"), of("small")).map((ratio, round) =>
      isOnTime(round) ? ratio : Number.POSITIVE_INFINITY,
    );
    const behind = rounds.includes(Number.POSITIVE_INFINITY) ? "; fell behind" : "";
    verdicts.push({
      ...{ row: 6, what: `${kind} p95, ${what}`, bar, ratios: rounds },
      figures: `${time(median(of("large")))} ÷ ${time(median(of("small")))}${behind}`,
    });
  }
  return verdicts;
}

const count = (value: number) => value.toLocaleString("en");

export const growth: RowRun = async (stage, onRound) => {
  const one = await stage.oursOn(
    "one_dealership",
    { tenants: 1, cars: CARS_OF_MANY },
    CACHE_OF_MANY,
  );
  const stock = { tenants: MANY, cars: CARS_OF_MANY };
  const many = await stage.oursOn("many_dealerships", stock, CACHE_OF_MANY);
  await Promise.all([atRest(one), atRest(many)]);
  const byTenants = await compare(stage, onRound, `${count(MANY)} tenants ÷ 1`, [
    { server: one, from: 1, tenants: 1 },
    { server: many, from: 1, tenants: MANY },
  ]);
  await Promise.all([one.stop(), many.stop()]);
  const server = await stage.ours();
  const what = `${count(LARGE_STOCK)} cars of one tenant ÷ ${count(SMALL_STOCK)}`;
  const byCars = await compare(stage, onRound, what, [
    { server, from: 1, tenants: 1 },
    { server, from: LARGE_TENANT, tenants: 1 },
  ]);
  return { verdicts: [...byTenants, ...byCars] };
};
