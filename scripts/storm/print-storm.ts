import type { StormPlan } from "./plan.ts";
import type { StormResult } from "./run-storm.ts";

/** Of each check at the most, and characters of each. */
const EXAMPLES = 5;
const LONGEST = 160;

const counted = (names: string[]): string =>
  [...Map.groupBy(names, (name) => name)]
    .map(([name, { length }]) => `${length} × ${name}`)
    .join(", ");

/** The time in milliseconds that this share of the answers kept below. */
export const quantile = (times: number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ??
  0;

/** Tells what happened, and of each thing that must hold whether it does. */
export function printStorm(plan: StormPlan, result: StormResult): void {
  const { posted, settled, checks } = result;
  const ms = (share: number) => `${quantile(posted.times, share).toFixed(0)} ms`;
  const pairs = (counts: object) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(", ");
  console.log(
    [
      "",
      `seed ${plan.seed}: ${plan.messages} messages, ${plan.devices} devices of ${plan.tenants} dealerships, ${plan.seconds} s`,
      `struck    ${counted(result.struck)}`,
      `gateway   ${pairs(result.gatewayStruck) || "no fault"}`,
      `answers   ${Object.entries(posted.answers)
        .map(([status, count]) => `${count} × ${status === "0" ? "none" : status}`)
        .join(", ")}; of 200: p50 ${ms(0.5)}, p99 ${ms(0.99)}`,
      `stored    ${pairs(result.stored)}`,
      `settled   ${settled.seconds === null ? `NOT: ${JSON.stringify(settled.pending)}` : `after ${settled.seconds.toFixed(1)} s`}`,
      "",
    ].join("\n"),
  );
  for (const { name, of, violations } of checks) {
    const verdict = violations.length === 0 ? "ok" : `FAILED ${violations.length}`;
    console.log(`${verdict.padEnd(12)} ${name} (${of})`);
    for (const violation of violations.slice(0, EXAMPLES)) {
      console.log(`             ${violation.slice(0, LONGEST)}`);
    }
  }
}
