/** Row 3: a cached listing and nginx's cache, by the CPU that each needs. */
import { interleave } from "../interleave.ts";
import { ours, postgrest, REPEATED } from "../queries.ts";
import type { RowRun } from "../row.ts";
import { perSecond, whole } from "../shown.ts";
import { median, ratios } from "../statistics.ts";
import { measured, type Verdict } from "../verdict.ts";

const LINE: Omit<Verdict, "ratios" | "figures"> = {
  row: 3,
  what: "cached listing ÷ nginx proxy_cache + PostgREST, per core",
  bar: { least: 1 },
};

export const againstNginx: RowRun = async (stage, onRound) => ({
  verdicts: await measured([LINE], async () => {
    const [server, nginx] = [await stage.ours(), await stage.nginx()];
    const run = async (
      served: typeof server,
      targets: ReturnType<typeof ours>[],
      others: (typeof server)[],
    ) => {
      const cpu = async () => {
        const used = await Promise.all([served, ...others].map((each) => each.cpu()));
        return used.reduce((sum, seconds) => sum + seconds, 0);
      };
      const before = await cpu();
      const { requests, rate } = await stage.drive(served, { targets });
      return { rate, perCore: requests / ((await cpu()) - before) };
    };
    // Redis works for our answers, and nobody for nginx's.
    const contenders = {
      ours: () => run(server, REPEATED.map(ours), stage.redis ? [stage.redis] : []),
      nginx: () => run(nginx, REPEATED.map(postgrest), []),
    };
    await contenders.ours();
    await contenders.nginx();
    const runs = await interleave(stage.plan.rounds, contenders, onRound);
    const perCore = (name: keyof typeof runs) => runs[name].map((each) => each.perCore);
    const shown = (name: keyof typeof runs) =>
      `${whole(median(perCore(name)))} (${perSecond(runs[name].map(({ rate }) => rate))})`;
    const figures = `${shown("ours")} ÷ ${shown("nginx")} requests a CPU-second`;
    return [{ ...LINE, ratios: ratios(perCore("ours"), perCore("nginx")), figures }];
  }),
});
