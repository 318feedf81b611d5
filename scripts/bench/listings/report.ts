import { cpus } from "node:os";
import type { RowResult } from "./row.ts";
import { median } from "./statistics.ts";
import { outcomeOf, type Verdict } from "./verdict.ts";

const figure = (value: number) => (value === Number.POSITIVE_INFINITY ? "∞" : value.toFixed(2));

function lineOf(verdict: Verdict): string {
  const { row, what, ratios, bar, figures } = verdict;
  const ratio = ratios.length > 0 ? figure(median(ratios)) : "";
  const spread =
    ratios.length > 0 ? `${figure(Math.min(...ratios))}–${figure(Math.max(...ratios))}` : "";
  const limit = "least" in bar ? `≥ ${bar.least}` : `≤ ${bar.most}`;
  return `| ${row} | ${what} | ${ratio} | ${spread} | ${limit} | ${outcomeOf(verdict)} | ${figures} |`;
}

/** The tables in Markdown, with the machine, the day and the command. */
export function report(results: RowResult[], command: string): string {
  const verdicts = results.flatMap((result) => result.verdicts);
  const [cpu] = cpus();
  const machine = `${cpu?.model.trim()}, ${cpus().length} cores shared by load, server and database; Bun ${Bun.version}`;
  const day = new Date().toISOString().slice(0, 10);
  const lines = [
    "| | what | ratio | spread | bar | | figures |",
    "| --- | --- | ---: | ---: | ---: | --- | --- |",
    ...verdicts.map(lineOf),
  ];
  return [
    `${machine}; ${day}; \`${command}\`.`,
    ...(verdicts.length > 0 ? [lines.join("\n")] : []),
    ...results.flatMap(({ table }) => table ?? []),
  ].join("\n\n");
}
