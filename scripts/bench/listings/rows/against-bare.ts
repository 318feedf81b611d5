/** Rows 1 and 2: what tenant, rate limit, access log and headers cost an answer that is kept. */
import { bytesOf, headerOf, type RecordedAnswer, record, startBare } from "../bare-server.ts";
import { interleave } from "../interleave.ts";
import { ours, REPEATED } from "../queries.ts";
import type { Target } from "../request-text.ts";
import type { RowRun } from "../row.ts";
import { perSecond } from "../shown.ts";
import type { Stage } from "../stage.ts";
import { ratios } from "../statistics.ts";
import { measured, NotHere, type Verdict } from "../verdict.ts";

type Line = Omit<Verdict, "ratios" | "figures">;
const bar = { least: 0.8 };
const CACHED: Line = { row: 1, what: "cached listing ÷ bare handler", bar };
const UNCHANGED: Line = { row: 2, what: "304 ÷ bare handler's 304", bar };
const BROTLI: Line = { row: 2, what: "brotli ÷ bare handler's brotli", bar };

const repeated = REPEATED.map(ours);

async function againstBare(
  stage: Stage,
  onRound: (round: number) => void,
  line: Line,
  targets: Target[],
  isMeant: (answer: RecordedAnswer) => boolean,
): Promise<Verdict[]> {
  const server = await stage.ours();
  await stage.drive(server, { targets });
  const [first = { host: "", path: "" }] = targets;
  const answer = await record(server.port, first);
  if (!isMeant(answer))
    throw new NotHere(`the server's answer is another one, of ${answer.status}`);
  const bare = await startBare(stage.processes, answer, stage.folder);
  const rate = async (of: typeof server) => (await stage.drive(of, { targets })).rate;
  const contenders = { ours: () => rate(server), bare: () => rate(bare) };
  const rates = await interleave(stage.plan.rounds, contenders, onRound);
  await bare.stop();
  const figures = `${perSecond(rates.ours)} ÷ ${perSecond(rates.bare)}, ${bytesOf(answer)} bytes`;
  return [{ ...line, ratios: ratios(rates.ours, rates.bare), figures }];
}

export const cached: RowRun = async (stage, onRound) => ({
  verdicts: await againstBare(stage, onRound, CACHED, repeated, ({ status }) => status === 200),
});

/** Each address with the ETag that it has now. */
async function withEtags(port: number): Promise<Target[]> {
  const answers = await Promise.all(repeated.map((target) => record(port, target)));
  return repeated.map((target, at) => {
    const etag = headerOf(answers[at] ?? { status: 0, headers: [], body: null }, "etag");
    if (!etag) throw new NotHere("the server gives no ETag");
    return { ...target, headers: { "If-None-Match": etag } };
  });
}

export const unchangedAndBrotli: RowRun = async (stage, onRound) => {
  const unchanged = await measured([UNCHANGED], async () => {
    const targets = await withEtags((await stage.ours()).port);
    return againstBare(stage, onRound, UNCHANGED, targets, ({ status }) => status === 304);
  });
  const targets = repeated.map((target) => ({ ...target, headers: { "Accept-Encoding": "br" } }));
  const isBrotli = (answer: RecordedAnswer) => headerOf(answer, "content-encoding") === "br";
  const brotli = await measured([BROTLI], () =>
    againstBare(stage, onRound, BROTLI, targets, isBrotli),
  );
  return { verdicts: [...unchanged, ...brotli] };
};
