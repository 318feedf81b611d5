import { createLedger } from "../../tests/support/ledger.ts";
import { startTestSmtp } from "../../tests/support/smtp-server.ts";
import { askOwner } from "./ask-owner.ts";
import { type Check, checkMessages } from "./check-messages.ts";
import { checkReplies } from "./check-replies.ts";
import { checkPages, checkRest } from "./check-rest.ts";
import type { Cluster } from "./cluster.ts";
import type { StormPlan } from "./plan.ts";
import { spreadPosts, statePosts } from "./posts.ts";
import { createChance } from "./random.ts";
import { createRestlessClient, type Posted } from "./restless-client.ts";
import { type Settled, settle } from "./settle.ts";
import { createStaffClient } from "./staff-client.ts";
import { setStage } from "./stage.ts";
import { readMessages } from "./stored.ts";
import { openStormyGateway, type StormyGateway } from "./stormy-gateway.ts";
import { letStorm } from "./weather.ts";
import { writeMessages, writeUnreadable } from "./write-messages.ts";

/** Messages that a crash may leave in doubt beyond the calls that the gateway is at: marked, not yet sent. */
const ABOUT_TO_CALL = 2;
/** The likelihood that the gateway fails in a call while the storm lasts. */
const GATEWAY_TROUBLE = 0.3;

export interface StormResult {
  checks: Check[];
  posted: Posted;
  struck: string[];
  gatewayStruck: StormyGateway["struck"];
  /** How many messages are stored, by direction and state. */
  stored: Record<string, number>;
  settled: Settled;
  /** What the servers printed. */
  output: string;
}

export type Progress = (step: string, done: number, total: number) => void;

/** Lets the storm loose on a fresh installation, and holds each ledger against what is left. */
export async function runStorm(
  cluster: Cluster,
  plan: StormPlan,
  progress: Progress = () => {},
): Promise<StormResult> {
  const gateway = await openStormyGateway(createChance(plan.seed + 1));
  const post = await startTestSmtp();
  try {
    const mail = { SMTP_URL: post.url, MAIL_FROM: "storm@autoleads.test" };
    await cluster.startServers(2, { FONNTE_API_URL: gateway.url, ...mail });
    return await stormOver(cluster, gateway, plan, progress);
  } finally {
    gateway.close();
    void post.close();
  }
}

async function stormOver(
  cluster: Cluster,
  gateway: StormyGateway,
  plan: StormPlan,
  progress: Progress,
): Promise<StormResult> {
  const chance = createChance(plan.seed);
  const { ownerUrl, servers } = cluster;
  const tenants = await setStage(cluster, plan);
  const written = [
    ...writeMessages(plan, tenants, chance, Date.now()),
    ...writeUnreadable(plan, tenants, chance),
  ];
  const posts = spreadPosts(written, plan, chance);

  const ledger = { messages: createLedger(), replies: createLedger(), states: createLedger() };
  const ports = () => servers.map(({ port }) => port);
  const client = createRestlessClient(ports, ledger.messages);
  const stateClient = createRestlessClient(ports, ledger.states);
  const states: Promise<void>[] = [];
  const devices = new Map(
    tenants.flatMap((tenant) => tenant.devices).map((device) => [device.gatewayToken, device]),
  );
  gateway.onAccepted(({ token, id }) => {
    const device = devices.get(token);
    if (device) states.push(stateClient.post(statePosts(device, id, chance)));
  });
  const staff = createStaffClient({ ownerUrl, ports, tenants, ledger: ledger.replies, chance });

  await staff.logIn();
  gateway.trouble(GATEWAY_TROUBLE);
  let doubts = 0;
  const weather = letStorm(cluster, plan, () => {
    doubts += gateway.underWay() + ABOUT_TO_CALL;
  });
  await Promise.all([
    client.post(posts, (done) => progress("storm", done, posts.length)),
    staff.reply(plan.replies, plan.seconds * 0.8),
    weather.over,
  ]);
  const worked = await settle(ownerUrl, plan.settleWithin);
  gateway.trouble(0);
  await Promise.all(states);
  const told = worked.seconds === null ? worked : await settle(ownerUrl, plan.settleWithin);
  const settled = { ...told, seconds: told.seconds === null ? null : worked.seconds };

  const stored = await askOwner(ownerUrl, readMessages);
  const crashes = servers.reduce((sum, server) => sum + server.crashes(), 0);
  const checks = [
    ...checkMessages(written, ledger.messages, stored),
    ...(await askOwner(ownerUrl, (owner) => checkRest(owner, written, ledger.messages, stored))),
    await checkPages(staff, tenants, written, stored),
    ...checkReplies(ledger, stored, gateway, doubts),
    {
      name: "what is not accepted is told when to try again, by 429 or 503",
      of: Object.values(client.posted.answers).reduce((sum, count) => sum + count, 0),
      violations: client.posted.wrong,
    },
    {
      name: "staff are refused nothing",
      of: plan.replies,
      violations: staff.refusals,
    },
    {
      name: `nothing is left to do ${plan.settleWithin} s after the end`,
      of: 1,
      violations: settled.seconds === null ? [JSON.stringify(settled.pending)] : [],
    },
    {
      name: "no process ends by itself",
      of: servers.length,
      violations: Array<string>(crashes).fill("a server ended by itself"),
    },
  ];
  return {
    ...{ checks, settled, posted: client.posted, struck: weather.struck },
    gatewayStruck: gateway.struck,
    stored: Object.fromEntries(
      Map.groupBy(stored, ({ direction, status }) => [direction, status].filter(Boolean).join(" "))
        .entries()
        .map(([kind, rows]) => [kind, rows.length]),
    ),
    output: servers.map((server) => server.output()).join("\n"),
  };
}
