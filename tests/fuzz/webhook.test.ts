/** The gateway's webhook takes whatever comes, in each of its three media types. */
import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { resolve } from "../support/attack-input.ts";
import { settle } from "../support/settle.ts";
import { fuzz, sizeOf } from "./fuzz-run.ts";
import { openFuzzStage } from "./fuzz-stage.ts";
import type { PlannedBody, RequestPlan } from "./request-plan.ts";
import { type FullSchema, validValue } from "./valid-values.ts";
import { type Json, wildBody, wildHeaders, wildJson, wildText } from "./wild-values.ts";

const stage = await openFuzzStage();
afterAll(() => stage.close());

const KEY = "POST /webhook/fonnte/{token}";
const operation = stage.operations.find(({ key }) => key === KEY);
const schema = operation?.requestBody?.content["application/json"]?.schema ?? {};
const resolved = (given: FullSchema): FullSchema => resolve(stage.document, given);

const sender = fc.oneof(
  { weight: 5, arbitrary: fc.nat(9_999).map((n) => `62811555${String(n).padStart(4, "0")}`) },
  { weight: 1, arbitrary: fc.nat(99).map((n) => `${n}-555@lid`) },
  { weight: 1, arbitrary: fc.constantFrom("120363@g.us", "status@broadcast", "62", "+", "0811") },
  { weight: 1, arbitrary: wildText },
);
const timestamp = fc.oneof(fc.integer({ min: 1_600_000_000, max: 1_800_000_000 }), wildJson);

/** A message of a person with some fields as they never are. */
const message = fc
  .record(
    {
      ...{ device: fc.constant("628110000000"), sender, timestamp },
      ...{ message: wildText, inboxid: fc.oneof(fc.nat(), wildJson), name: wildText },
      ...{ url: fc.oneof(fc.webUrl(), wildText), filename: wildText, location: wildJson },
      ...{ pollname: wildJson, choices: wildJson, member: wildJson, isgroup: fc.boolean() },
    },
    { requiredKeys: ["sender", "message"] },
  )
  .map((fields): Json => fields);

const media = fc.constantFrom<"json" | "form" | "multipart">("json", "form", "multipart");
const body: fc.Arbitrary<PlannedBody> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ as: media, value: message }) },
  { weight: 2, arbitrary: fc.record({ as: media, value: validValue(schema, resolved) }) },
  { weight: 1, arbitrary: fc.record({ as: media, value: wildJson }) },
  { weight: 1, arbitrary: wildBody.map((value) => ({ as: "raw" as const, value })) },
);

const plan: fc.Arbitrary<RequestPlan> = fc.record({
  ...{ key: fc.constant(KEY), sender: fc.constant("nobody" as const), body },
  ...{ params: fc.constant({}), query: fc.constant(null) },
  headers: fc.oneof(
    { weight: 9, arbitrary: fc.constant<RequestPlan["headers"]>([]) },
    { weight: 1, arbitrary: wildHeaders },
  ),
});

test(
  "no body is answered by a fault, and each is worked in or kept for staff to see",
  async () => {
    const refresh = async () => {
      await settle(stage.app, stage.dealership().id);
      await stage.refresh();
    };
    const inputs = sizeOf({ usual: 2_000, all: 100_000 });
    const { acceptedShare } = await fuzz("webhook", inputs, plan, stage.send, refresh);
    expect(acceptedShare).toBeGreaterThan(0.4);
  },
  60 * 60_000,
);
