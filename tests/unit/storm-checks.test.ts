/** That the storm would notice: each thing that can go wrong with a message is found out. */
import { describe, expect, test } from "bun:test";
import { checkMessages } from "../../scripts/storm/check-messages.ts";
import { checkReplies } from "../../scripts/storm/check-replies.ts";
import { createChance } from "../../scripts/storm/random.ts";
import type { StormDevice } from "../../scripts/storm/stage.ts";
import type { StoredMessage } from "../../scripts/storm/stored.ts";
import type { StormyGateway } from "../../scripts/storm/stormy-gateway.ts";
import type { StormMessage } from "../../scripts/storm/write-messages.ts";
import { createLedger, type Ledger } from "../support/ledger.ts";

const tenant = { id: "t", slug: "t", host: "t", owner: { email: "", password: "" }, devices: [] };
const device: StormDevice = { id: "d", tenant, label: "", token: "", gatewayToken: "" };
const PHONE = "+6281210000000";

const written = (tag: string, sentAt: number): StormMessage => ({
  ...{ tag, device, person: PHONE, sentAt, contentType: "", body: "", readable: true },
});
const stored = (tag: string, at: number, other: Partial<StoredMessage> = {}): StoredMessage => ({
  ...{ tenantId: "t", conversationId: "c", deviceId: "d", leadId: "l", person: PHONE },
  ...{ body: `Halo [${tag}]`, sentAt: new Date(at), status: null, gatewayId: null },
  ...{ direction: "inbound", ...other },
});
const ledgerOf = (...identities: string[]): Ledger => {
  const ledger = createLedger();
  for (const identity of identities) ledger.note(identity);
  return ledger;
};
const failed = (checks: { name: string; violations: string[] }[]) =>
  checks.filter(({ violations }) => violations.length > 0).map(({ name }) => name);

describe("of what customers wrote", () => {
  const both = [written("a", 1), written("b", 2)];
  const judge = (rows: StoredMessage[], ledger = ledgerOf("a", "b")) =>
    failed(checkMessages(both, ledger, rows));

  test("nothing is said when all is there", () => {
    expect(judge([stored("a", 1), stored("b", 2)])).toEqual([]);
  });

  test.each<[string, StoredMessage[], string]>([
    ["lost", [stored("a", 1)], "what was answered by 200 is stored"],
    ["doubled", [stored("a", 1), stored("a", 1), stored("b", 2)], "no message is stored twice"],
    [
      "at another time",
      [stored("a", 1), stored("b", 3)],
      "each is its device's and person's, at the gateway's time",
    ],
    [
      "somebody else's",
      [stored("a", 1), stored("b", 2, { person: "+628" })],
      "each is its device's and person's, at the gateway's time",
    ],
    ["out of order", [stored("b", 2), stored("a", 1)], "a conversation is in the gateway's order"],
    ["two leads", [stored("a", 1), stored("b", 2, { leadId: "m" })], "a person is one lead"],
    [
      "two conversations",
      [stored("a", 1), stored("b", 2, { conversationId: "e" })],
      "a person has one conversation with a device",
    ],
  ])("%s is found", (_, rows, name) => {
    expect(judge(rows)).toEqual([name]);
  });

  test("one that is never accepted is found", () => {
    expect(judge([stored("a", 1)], ledgerOf("a"))).toEqual(["every body is accepted in the end"]);
  });
});

describe("of what staff sent", () => {
  const text = "Baik [r-1]";
  const reply = (status: string, other: Partial<StoredMessage> = {}) =>
    stored("r-1", 1, { body: text, direction: "outbound", status, ...other });
  const gateway = (times: number, doubted: string[] = []): StormyGateway => ({
    ...{ url: "", struck: {}, doubted: new Set(doubted) },
    accepted: Array.from({ length: times }, (_, n) => ({
      ...{ id: `${n}`, token: "", target: PHONE.slice(1), message: text },
    })),
    ...{ trouble: () => {}, onAccepted: () => {}, close: () => {} },
  });
  const judge = (rows: StoredMessage[], taken: StormyGateway, states = ledgerOf()) =>
    failed(checkReplies({ replies: ledgerOf("r-1"), states }, rows, taken, 0));

  test("nothing is said when it was taken once, or is doubtful where the gateway was", () => {
    expect(judge([reply("sent")], gateway(1))).toEqual([]);
    expect(judge([reply("failed")], gateway(0))).toEqual([]);
    expect(judge([reply("doubtful")], gateway(1, [text]))).toEqual([]);
    expect(judge([reply("doubtful")], gateway(0, [text]))).toEqual([]);
  });

  test.each<[string, StoredMessage[], StormyGateway, string]>([
    ["lost", [], gateway(0), "a reply answered by 201 is stored"],
    [
      "taken twice",
      [reply("doubtful")],
      gateway(2, [text]),
      "the gateway took nothing twice, nor what nobody wrote",
    ],
    [
      "sent by word only",
      [reply("sent")],
      gateway(0),
      "what counts as sent was taken, what counts as failed was not",
    ],
    [
      "failed by word only",
      [reply("failed")],
      gateway(1),
      "what counts as sent was taken, what counts as failed was not",
    ],
    [
      "doubt without a fault",
      [reply("doubtful")],
      gateway(1),
      "no more doubts than faults explain (0 beyond the gateway's own)",
    ],
  ])("%s is found", (_, rows, taken, name) => {
    expect(judge(rows, taken)).toContain(name);
  });

  test("a state that has not arrived is found", () => {
    const rows = [reply("sent", { gatewayId: "0" })];
    expect(judge(rows, gateway(1), ledgerOf("0:read"))).toEqual([
      "the delivery states have arrived",
    ]);
  });
});

test("one seed makes one storm", () => {
  const draw = (seed: number) => createChance(seed).shuffle([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
