/** Row 5: how much longer the slowest of a hundred takes, when the server has room. */
import { FRESH, ours, REPEATED } from "../queries.ts";
import type { Target } from "../request-text.ts";
import type { RowRun } from "../row.ts";
import { perSecond, time } from "../shown.ts";
import type { Stage } from "../stage.ts";
import { median } from "../statistics.ts";
import type { Verdict } from "../verdict.ts";

/** Of the most that the server answers. */
const SHARE = 0.7;

async function tailOf(
  stage: Stage,
  onRound: (round: number) => void,
  kind: string,
  targets: Target[],
): Promise<Verdict> {
  const server = await stage.ours();
  await stage.drive(server, { targets });
  const rates: number[] = [];
  const paced: { p50: number; p99: number }[] = [];
  for (let round = 1; round <= stage.plan.rounds; round += 1) {
    onRound(round);
    const rate = SHARE * (await stage.drive(server, { targets })).rate;
    rates.push(rate);
    paced.push(await stage.drive(server, { targets, rate }));
  }
  const [p50, p99] = [median(paced.map((run) => run.p50)), median(paced.map((run) => run.p99))];
  return {
    ...{ row: 5, what: `${kind} listing at 70 % of the most: p99 ÷ p50`, bar: { most: 4 } },
    ratios: paced.map((run) => run.p99 / run.p50),
    figures: `${time(p99)} ÷ ${time(p50)} at ${perSecond(rates)}`,
  };
}

export const tail: RowRun = async (stage, onRound) => ({
  verdicts: [
    await tailOf(stage, onRound, "cached", REPEATED.map(ours)),
    await tailOf(stage, onRound, "uncached", FRESH.map(ours)),
  ],
});
