import { join } from "node:path";
import type { ClientReport, Load } from "./load.ts";
import { outputOf } from "./output-of.ts";
import { DISTINCT, LOWEST_PRICE, PRICE_STEP, PRICES, requestText } from "./request-text.ts";

/** JSON of ASCII is a Lua string as well. */
const lua = (text: string) => JSON.stringify(text);

/** A script that asks for the targets by turns, and tells what came of it as JSON. */
function scriptOf({ targets, headers, first }: Load, mostDelay: number): string {
  const requests = targets.map((target) => {
    const [before = "", after] = requestText(target, headers).split(DISTINCT);
    return after === undefined ? `{${lua(before)}}` : `{${lua(before)}, ${lua(after)}}`;
  });
  return `local targets = {${requests.join(",\n")}}
local n = ${first}
function request()
  n = n + 1
  local target = targets[n % #targets + 1]
  if not target[2] then return target[1] end
  return target[1] .. string.format("%d", ${LOWEST_PRICE} + (n * ${PRICE_STEP}) % ${PRICES}) .. target[2]
end
${mostDelay > 0 ? `function delay() return math.random(0, ${mostDelay}) end` : ""}
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('REPORT {"requests":%d,"rate":%f,"p50":%f,"p95":%f,"p99":%f,"failed":%d}\\n',
    summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}

/**
 * Milliseconds that a connection of a paced load rests between two requests, by the mean: the time of
 * an answer, by which it comes late, is little beside them. No more connections than so many.
 */
const [REST, MOST_CONNECTIONS] = [40, 400];
/** Milliseconds by which wrk's rests are longer than asked for, by the mean. */
const LATE = 0.7;

/**
 * Asks by wrk by one thread: as fast as answers come, or at a pace by so many connections that each
 * rests for a while after its answer, at random.
 */
export async function driveByWrk(load: Load, folder: string): Promise<ClientReport> {
  const script = join(folder, "load.lua");
  const resting = Math.min(MOST_CONNECTIONS, Math.ceil((load.rate * REST) / 1_000));
  const connections = Math.max(load.connections, resting);
  const rest = load.rate > 0 ? (connections / load.rate) * 1_000 - LATE : 0;
  await Bun.write(script, scriptOf(load, Math.round(2 * rest)));
  const options = [
    "-t1",
    `-c${connections}`,
    `-d${load.seconds}s`,
    "--timeout",
    "10s",
    "-s",
    script,
  ];
  const text = await outputOf(["wrk", ...options, `http://127.0.0.1:${load.port}`]);
  return JSON.parse(/^REPORT (.*)$/m.exec(text)?.[1] ?? "");
}
