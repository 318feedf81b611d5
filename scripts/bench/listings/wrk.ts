import { join } from "node:path";
import type { ClientReport, Load } from "./load.ts";
import { outputOf } from "./output-of.ts";
import { DISTINCT, LOWEST_PRICE, PRICE_STEP, PRICES, requestText } from "./request-text.ts";

/** JSON of ASCII is a Lua string as well. */
const lua = (text: string) => JSON.stringify(text);

/** A script that asks for the targets by turns, and tells what came of it as JSON. */
function scriptOf({ targets, headers, first }: Load): string {
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
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('REPORT {"requests":%d,"rate":%f,"p50":%f,"p95":%f,"p99":%f,"failed":%d}\\n',
    summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}

/** Asks by wrk, as fast as answers come, by one thread. */
export async function driveByWrk(load: Load, folder: string): Promise<ClientReport> {
  const script = join(folder, "load.lua");
  await Bun.write(script, scriptOf(load));
  const options = [
    "-t1",
    `-c${load.connections}`,
    `-d${load.seconds}s`,
    "--timeout",
    "10s",
    "-s",
    script,
  ];
  const text = await outputOf(["wrk", ...options, `http://127.0.0.1:${load.port}`]);
  return JSON.parse(/^REPORT (.*)$/m.exec(text)?.[1] ?? "");
}
