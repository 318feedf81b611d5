/** Row 4: a listing that nobody asked for before, with page, total and facets. */
import { interleave } from "../interleave.ts";
import { FACETS, FRESH_FULL, ours, PREFER, peers, postgrest } from "../queries.ts";
import type { RowRun } from "../row.ts";
import { perSecond } from "../shown.ts";
import { ratios } from "../statistics.ts";
import { measured, type Verdict } from "../verdict.ts";

type Line = Omit<Verdict, "ratios" | "figures">;
const facets = FACETS.length > 0 ? ", facets" : "";
const PLAIN: Line = {
  row: 4,
  what: `uncached page, total${facets} ÷ the same by plain pg without row-level security`,
  bar: { least: 0.85 },
};
const POSTGREST: Line = {
  row: 4,
  what: `uncached page, total${facets} ÷ PostgREST's page and total`,
  bar: { least: 2.5 },
};

export const uncached: RowRun = async (stage, onRound) => {
  const against = async (line: Line, theirs: () => Promise<{ rate: number }>) => {
    const server = await stage.ours();
    const mine = () => stage.drive(server, { targets: FRESH_FULL.map(ours) });
    await mine();
    await theirs();
    const runs = await interleave(stage.plan.rounds, { mine, theirs }, onRound);
    const rates = {
      ours: runs.mine.map(({ rate }) => rate),
      theirs: runs.theirs.map(({ rate }) => rate),
    };
    const figures = `${perSecond(rates.ours)} ÷ ${perSecond(rates.theirs)}`;
    return [{ ...line, ratios: ratios(rates.ours, rates.theirs), figures }];
  };
  const plain = await stage.plainPg();
  const byPlain = await against(PLAIN, () =>
    stage.drive(plain, { targets: FRESH_FULL.map(peers) }),
  );
  const byPostgrest = await measured([POSTGREST], async () => {
    const server = await stage.postgrest();
    const load = { targets: FRESH_FULL.map(postgrest), headers: PREFER };
    return against(POSTGREST, () => stage.drive(server, load));
  });
  return { verdicts: [...byPlain, ...byPostgrest] };
};
