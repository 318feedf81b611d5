/** Row 5: how much longer the slowest of a hundred takes, when the server has room. */
import { record, startBare } from "../bare-server.ts";
import { keptUp, type LoadResult } from "../load.ts";
import { FRESH, ours, REPEATED } from "../queries.ts";
import { DISTINCT, type Target } from "../request-text.ts";
import type { RowRun } from "../row.ts";
import { perSecond, time } from "../shown.ts";
import type { Stage } from "../stage.ts";
import { median } from "../statistics.ts";
import type { Verdict } from "../verdict.ts";

/** Of the most that the server answers. */
const SHARE = 0.7;

/** What a handler that does nothing has at the same pace, on this machine with this load. */
async function ofBare(stage: Stage, target: Target | undefined, rate: number): Promise<string> {
  if (!target || target.path.includes(DISTINCT)) return "";
  const answer = await record((await stage.ours()).port, target);
  const bare = await startBare(stage.processes, answer, stage.folder);
  await stage.drive(bare, { targets: [target] });
  const { p50, p99 } = await stage.drive(bare, { targets: [target], rate });
  await bare.stop();
  return `; a bare handler's at that rate ${time(p99)} ÷ ${time(p50)}`;
}

async function tailOf(
  stage: Stage,
  onRound: (round: number) => void,
  kind: string,
  targets: Target[],
): Promise<Verdict> {
  const server = await stage.ours();
  await stage.drive(server, { targets });
  const rates: number[] = [];
  const paced: LoadResult[] = [];
  for (let round = 1; round <= stage.plan.rounds; round += 1) {
    onRound(round);
    const rate = SHARE * (await stage.drive(server, { targets })).rate;
    rates.push(rate);
    paced.push(await stage.drive(server, { targets, rate }));
  }
  const isOnTime = paced.map((run, round) => keptUp(run, rates[round] ?? 0));
  const behind = isOnTime.filter((onTime) => !onTime).length;
  const [p50, p99] = [median(paced.map((run) => run.p50)), median(paced.map((run) => run.p99))];
  const bare = await ofBare(stage, targets[0], median(rates));
  return {
    ...{ row: 5, what: `${kind} listing at 70 % of the most: p99 ÷ p50`, bar: { most: 4 } },
    ratios: paced.map((run, round) =>
      isOnTime[round] ? run.p99 / run.p50 : Number.POSITIVE_INFINITY,
    ),
    figures: `${time(p99)} ÷ ${time(p50)} at ${perSecond(rates)}${behind ? `; fell behind in ${behind} of ${paced.length} rounds` : ""}${bare}`,
  };
}

export const tail: RowRun = async (stage, onRound) => ({
  verdicts: [
    await tailOf(stage, onRound, "cached", REPEATED.map(ours)),
    await tailOf(stage, onRound, "uncached", FRESH.map(ours)),
  ],
});
