/** How the fuzz suites run: FUZZ_SEED repeats a run, FUZZ_RUNS sets its size (a number, or all). */
import { expect } from "bun:test";
import fc from "fast-check";

/** Requests under way at once. */
const BATCH = 8;
/** Milliseconds. */
const HANG = 2_000;
/** Of the memory after a warm-up, besides what the run itself and the collector leave lying. */
const GROWTH = 1.2;
const SLACK_BYTES = 64 * 1024 * 1024;

const given = process.env["FUZZ_RUNS"];
const FUZZ_SEED = Number(process.env["FUZZ_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** The size of a run: by default the one that fits in CI. */
export const sizeOf = ({ usual, all }: { usual: number; all: number }): number =>
  given === "all" ? all : Number(given ?? usual);

export interface Outcome {
  status: number;
  /** Whether the input got past validation, into the domain. */
  isAccepted: boolean;
}

const residentBytes = () => {
  Bun.gc(true);
  return process.memoryUsage.rss();
};

/**
 * Sends generated inputs and prints what came of them. `send` throws for an answer that must not be.
 * @throws with the seed and the input when one is answered by a fault, not at all or too late, and
 * when memory grew.
 */
export async function fuzz<Input>(
  name: string,
  inputs: number,
  arbitrary: fc.Arbitrary<Input>,
  send: (input: Input) => Promise<Outcome>,
  betweenBatches: () => Promise<void> = async () => {},
) {
  const classes: Record<string, number> = {};
  let sent = 0;
  let accepted = 0;
  let slowest = 0;
  let warm: number | undefined;
  const started = performance.now();

  const hold = async (input: Input) => {
    const start = performance.now();
    const inTime = () => Promise.race([send(input), Bun.sleep(HANG).then(() => null)]);
    // On a busy machine anything may be late once; what hangs is late again.
    const outcome = (await inTime()) ?? (await inTime());
    const shown = () => fc.stringify(input).slice(0, 2_000);
    if (!outcome) throw new Error(`no answer within ${HANG} ms: ${shown()}`);
    if (outcome.status >= 500) throw new Error(`answered ${outcome.status}: ${shown()}`);
    slowest = Math.max(slowest, performance.now() - start);
    const kind = `${Math.floor(outcome.status / 100)}xx`;
    classes[kind] = (classes[kind] ?? 0) + 1;
    if (outcome.isAccepted) accepted += 1;
  };

  const batches = fc.array(arbitrary, { minLength: BATCH, maxLength: BATCH });
  const numRuns = Math.max(1, Math.ceil(inputs / BATCH));
  const property = fc.asyncProperty(batches, async (batch) => {
    await betweenBatches();
    const held = await Promise.allSettled(batch.map(hold));
    sent += BATCH;
    if (sent >= inputs / 5) warm ??= residentBytes();
    for (const one of held) if (one.status === "rejected") throw one.reason;
  });
  await fc.assert(property, { seed: FUZZ_SEED, numRuns, endOnFailure: true });

  const seconds = (performance.now() - started) / 1000;
  const resident = residentBytes();
  const shares = Object.entries(classes)
    .sort()
    .map(([kind, count]) => `${kind} ${((100 * count) / sent).toFixed(1)} %`);
  console.log(
    `${name}: seed ${FUZZ_SEED}, ${sent} inputs in ${seconds.toFixed(1)} s (${Math.round(sent / seconds)}/s), ` +
      `${shares.join(", ")}; past validation ${((100 * accepted) / sent).toFixed(1)} %; ` +
      `slowest ${Math.round(slowest)} ms; memory ${toMegabytes(warm)} → ${toMegabytes(resident)} MB`,
  );
  expect(resident).toBeLessThan((warm ?? resident) * GROWTH + SLACK_BYTES);
  return { sent, acceptedShare: accepted / sent };
}

const toMegabytes = (bytes = 0) => Math.round(bytes / 1024 / 1024);
