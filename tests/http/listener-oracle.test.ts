/** Whatever is sent, the listener answers as a plain server of Bun in front of the same app does. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createChance } from "../../scripts/storm/random.ts";
import { readFields, readGet } from "../../src/http/listener/read-get.ts";
import { type ListenerStage, openListenerStage, withoutOwn } from "../support/listener-stage.ts";
import { parseAnswers } from "../support/raw-answers.ts";
import { openRawClient } from "../support/raw-client.ts";
import { mutate, ODD_REQUESTS } from "../support/raw-requests.ts";

setDefaultTimeout(60_000);

const SEED = 20_261_122;
const MUTATIONS = 300;
const AT_ONCE = 60;

let stage: ListenerStage;
beforeAll(async () => {
  stage = await openListenerStage();
  for (const target of ["/api/site", "/api/cars?limit=7", "/robots.txt"]) {
    for (let n = 0; n < 2; n += 1)
      expect((await stage.app.send(stage.tenant.host, target)).status).toBe(200);
  }
});
afterAll(() => stage.close());

interface Outcome {
  answers: unknown[];
  /** What is no whole answer. */
  rest: string;
  isEnded: boolean;
}

/**
 * What comes back and whether the connection ends, once nothing more came for so many milliseconds.
 * @param cut where the bytes are sent in two pieces.
 */
async function outcome(port: number, bytes: string, cut: number, quiet: number): Promise<Outcome> {
  const client = await openRawClient(port);
  client.send(bytes.slice(0, cut));
  await Bun.sleep(1);
  client.send(bytes.slice(cut));
  let length = -1;
  for (let waited = 0; !client.isEnded && waited < quiet; waited += 5) {
    await Bun.sleep(5);
    if (client.received.length > length) waited = 0;
    length = client.received.length;
  }
  const { received, isEnded } = client;
  client.leave();
  try {
    const { answers, rest } = parseAnswers(received, isEnded);
    return { answers: answers.map(withoutOwn), rest: rest.toString("latin1"), isEnded };
  } catch {
    return { answers: [], rest: received.toString("latin1"), isEnded };
  }
}

/** Whether bytes are plain GETs one behind the other, and nothing else. */
function areGets(bytes: string): boolean {
  for (let at = 0; at < bytes.length; ) {
    const get = readGet(bytes, at);
    if (!get || !readFields(get.lines)) return false;
    at = get.end;
  }
  return true;
}

/** Bun ends a connection on which a GET comes while another is answered; the listener answers both. */
function agree(bytes: string, oracle: Outcome, listener: Outcome): boolean {
  if (Bun.deepEquals(oracle, listener)) return true;
  const inCommon = listener.answers.slice(0, oracle.answers.length);
  const isBrokenOff = oracle.isEnded && oracle.rest === "" && areGets(bytes);
  return isBrokenOff && Bun.deepEquals(oracle.answers, inCommon);
}

/** What differs; looked at for longer the second time, as this machine may be slow. */
async function difference(bytes: string, cut = bytes.length) {
  const sent = bytes.replaceAll("{host}", stage.tenant.host);
  const { oracle, listener } = stage.ports;
  let told: unknown;
  for (const quiet of [80, 1_500]) {
    const [expected, got] = await Promise.all([
      outcome(oracle, sent, cut, quiet),
      outcome(listener, sent, cut, quiet),
    ]);
    if (agree(sent, expected, got)) return null;
    told = { sent: sent.slice(0, 2_000), cut, expected, got };
  }
  return told;
}

async function differences(cases: { bytes: string; cut?: number }[]) {
  const found: unknown[] = [];
  for (let at = 0; at < cases.length; at += AT_ONCE) {
    const some = cases.slice(at, at + AT_ONCE);
    found.push(...(await Promise.all(some.map(({ bytes, cut }) => difference(bytes, cut)))));
  }
  return found.filter(Boolean);
}

describe("the listener answers as a plain server does", () => {
  test("to requests of every oddity", async () => {
    expect(await differences(Object.values(ODD_REQUESTS).map((bytes) => ({ bytes })))).toEqual([]);
  });

  test("to odd requests after, between and before those that are ready", async () => {
    const before = stage.given.ready;
    const cases = Object.values(ODD_REQUESTS).map((odd) => ({
      bytes: `${ODD_REQUESTS.ready}${odd}${ODD_REQUESTS.ready}`,
    }));
    expect(await differences(cases)).toEqual([]);
    expect(stage.given.ready - before).toBeGreaterThanOrEqual(cases.length);
  });

  test("to random mutations of them", async () => {
    const chance = createChance(SEED);
    const before = { ...stage.given };
    const cases = Array.from({ length: MUTATIONS }, () => {
      const bytes = mutate(chance);
      return { bytes, cut: chance.happens(0.5) ? chance.below(bytes.length) : bytes.length };
    });
    expect(await differences(cases)).toEqual([]);
    expect(stage.given.ready - before.ready).toBeGreaterThan(MUTATIONS / 4);
    expect(stage.given.byChain - before.byChain).toBeGreaterThan(MUTATIONS / 4);
  });
});
