/** Row 8: the product among its peers, each with the same cars and the same question. */
import { interleave } from "../interleave.ts";
import type { LoadResult } from "../load.ts";
import { AS_ADMINISTRATOR } from "../peers/directus.ts";
import type { Served } from "../processes.ts";
import {
  directus,
  FRESH,
  type Listing,
  ours,
  PREFER,
  peers,
  postgrest,
  REPEATED,
} from "../queries.ts";
import type { Target } from "../request-text.ts";
import type { RowRun } from "../row.ts";
import { time, whole } from "../shown.ts";
import type { Stage } from "../stage.ts";
import { median } from "../statistics.ts";
import { NotHere } from "../verdict.ts";

interface Peer {
  name: string;
  start(): Promise<Served>;
  targetOf(listing: Listing): Target;
  headers?: Record<string, string>;
  /** Whose memory counts with the peer's. */
  behind?(): Promise<Served>;
}

const peersOf = (stage: Stage): Peer[] => [
  { name: "AutoLeads", start: stage.ours, targetOf: ours },
  {
    name: "nginx proxy_cache + PostgREST",
    start: stage.nginx,
    targetOf: postgrest,
    behind: stage.postgrest,
  },
  { name: "PostgREST", start: stage.postgrest, targetOf: postgrest, headers: PREFER },
  { name: "Fastify + pg", start: stage.fastify, targetOf: peers },
  { name: "Express + Prisma + Redis", start: stage.express, targetOf: peers },
  { name: "Directus", start: stage.directus, targetOf: directus, headers: AS_ADMINISTRATOR },
];

const shown = (runs: LoadResult[]) => {
  const rate = whole(median(runs.map((run) => run.rate)));
  return `${rate} | ${time(median(runs.map((run) => run.p99)))}`;
};

export const besidePeers: RowRun = async (stage, onRound) => {
  const absent: string[] = [];
  const present: { peer: Peer; server: Served }[] = [];
  for (const peer of peersOf(stage)) {
    try {
      present.push({ peer, server: await peer.start() });
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      absent.push(`| ${peer.name} | ${error.message} | | | | |`);
    }
  }
  const runsOf = (listings: Listing[]) =>
    Object.fromEntries(
      present.map(({ peer: { name, targetOf, headers }, server }) => [
        name,
        () => stage.drive(server, { targets: listings.map(targetOf), headers: headers ?? {} }),
      ]),
    );
  const [repeated, fresh] = [runsOf(REPEATED), runsOf(FRESH)];
  for (const warm of Object.values(repeated)) await warm();
  const again = await interleave(stage.plan.rounds, repeated, onRound);
  const anew = await interleave(stage.plan.rounds, fresh, onRound);
  const lines = present.map(async ({ peer: { name, behind }, server }) => {
    const held = [server, ...(behind ? [await behind()] : [])].map((each) => each.memory());
    const memory = whole((await Promise.all(held)).reduce((sum, megabytes) => sum + megabytes, 0));
    return `| ${name} | ${shown(again[name] ?? [])} | ${shown(anew[name] ?? [])} | ${memory} |`;
  });
  const head = [
    "| 100 pages with total | asked again, requests/s | p99 | never asked before, requests/s | p99 | memory, MB |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
  ];
  return { verdicts: [], table: [...head, ...(await Promise.all(lines)), ...absent].join("\n") };
};
