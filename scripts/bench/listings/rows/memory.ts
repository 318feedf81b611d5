/** Row 7: what the process holds after strangers asked for whatever they could think of. */
import { CACHE_MB } from "../our-server.ts";
import { FRESH, ours, REPEATED } from "../queries.ts";
import type { RowRun } from "../row.ts";
import { whole } from "../shown.ts";

/** Seconds of load between two looks. */
const STEP = 10;
/** Distinct addresses a second before the first look. */
const WARM_UP = 200;

export const memory: RowRun = async (stage) => {
  const server = await stage.oursAgain();
  await stage.drive(server, { targets: REPEATED.map(ours) });
  // What code and connections take is there before the first of them; a few hundred do it.
  await stage.drive(server, { targets: FRESH.map(ours), rate: WARM_UP });
  const before = await server.memory();
  const { urls } = stage.plan;
  let [asked, highest] = [0, before];
  while (asked < urls) {
    asked += (await stage.drive(server, { targets: FRESH.map(ours), seconds: STEP })).requests;
    const held = await server.memory();
    highest = Math.max(highest, held);
    console.error(`  ${whole(asked)} of ${whole(urls)} addresses: ${whole(held)} MB`);
  }
  const after = await server.memory();
  await server.stop();
  const figures = `from ${whole(before)} to ${whole(after)} MB (highest ${whole(highest)}), a cache of ${CACHE_MB} MB`;
  return {
    verdicts: [
      {
        ...{ row: 7, what: `growth of memory in ${whole(asked)} addresses ÷ the cache's limit` },
        ...{ ratios: [(after - before) / CACHE_MB], bar: { most: 1.2 }, figures },
      },
    ],
  };
};
