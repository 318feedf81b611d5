/** Requests as generated, before they name what a dealership really has. */
import fc from "fast-check";
import type { NamedOperation } from "../support/attack-operations.ts";
import { type FullSchema, validValue } from "./valid-values.ts";
import {
  type Json,
  wildAddressPart,
  wildBody,
  wildHeaders,
  wildJson,
  wildText,
} from "./wild-values.ts";

export type Sender = "owner" | "sales" | "nobody" | "somebody else";

export type PlannedBody =
  | { as: "json" | "form" | "multipart"; value: Json }
  /** The good one, with fields changed or, where the value is undefined, left out. */
  | { as: "changed"; changes: [field: number, value: Json][]; added: Record<string, Json> }
  | { as: "raw"; value: string | Uint8Array<ArrayBuffer> }
  | { as: "good" };

export interface RequestPlan {
  key: string;
  /** Another than the operation's. */
  method?: string;
  /** Another than the dealership's. */
  host?: string;
  sender: Sender;
  /** Encoded; a missing one is the good one. */
  params: Record<string, string | undefined>;
  /** Encoded; the good one when null. */
  query: string | null;
  headers: [name: string, value: string][];
  body: PlannedBody;
}

const encode = (value: Json) =>
  String(value).startsWith("@id:")
    ? String(value)
    : encodeURIComponent(String(value).toWellFormed());

const pair = (name: string, value: fc.Arbitrary<Json>) =>
  value.map((one) => `${name}=${encode(one)}`);

/** Name=value pairs, in any order and number. */
const query = (pairs: fc.Arbitrary<string>[], most: number) =>
  pairs.length === 0
    ? fc.constant(null)
    : fc.array(fc.oneof(...pairs), { maxLength: most }).map((list) => list.join("&"));

interface Ways {
  good: number;
  near: number;
  wild: number;
}

/** Plans of requests to an operation; `ways` weighs how each body is made. */
export function planOf(
  operation: NamedOperation,
  resolve: (schema: FullSchema) => FullSchema,
  ways: Ways,
): fc.Arbitrary<RequestPlan> {
  const { key, parameters = [], requestBody } = operation;
  const schemaOf = (place: string) => parameters.filter((one) => one.in === place);
  const one = (schema: FullSchema) => validValue(schema, resolve);

  const nearQuery = schemaOf("query").map(({ name, schema }) => pair(name, one(schema)));
  const wildName = fc.oneof(fc.constantFrom("__proto__", "a[]", "", "limit", "q"), wildAddressPart);
  const wildQuery = [
    ...nearQuery,
    ...schemaOf("query").map(({ name }) => wildAddressPart.map((value) => `${name}=${value}`)),
    fc.tuple(wildName, wildAddressPart).map(([name, value]) => `${name}=${value}`),
    wildAddressPart,
  ];
  const paramsOf = (value: (schema: FullSchema) => fc.Arbitrary<string>) =>
    fc.record(
      Object.fromEntries(schemaOf("path").map(({ name, schema }) => [name, value(schema)])),
      { requiredKeys: [] },
    );
  // A thing that nobody has changed yet is of version 1.
  const nearHeader = (schema: FullSchema) => fc.oneof(fc.constant('"1"'), one(schema)).map(String);
  const nearHeaders = fc
    .record(
      Object.fromEntries(schemaOf("header").map(({ name, schema }) => [name, nearHeader(schema)])),
      { requiredKeys: [] },
    )
    .map((headers): [string, string][] => Object.entries(headers as Record<string, string>));

  const media = Object.entries(requestBody?.content ?? {});
  const kindOf = (type: string) =>
    type.includes("urlencoded") ? "form" : type.includes("multipart") ? "multipart" : "json";
  const nearBody = (
    value: (schema: FullSchema) => fc.Arbitrary<Json>,
  ): fc.Arbitrary<PlannedBody> =>
    media.length === 0
      ? fc.constant({ as: "good" as const })
      : fc.oneof(
          ...media.map(([type, { schema }]) =>
            value(schema).map((made) => ({ as: kindOf(type), value: made }) as PlannedBody),
          ),
        );
  const changedBody: fc.Arbitrary<PlannedBody> = fc.record({
    as: fc.constant("changed" as const),
    changes: fc.array(
      fc.tuple(fc.nat(40), fc.option(fc.oneof(wildText, wildJson), { nil: undefined })),
      {
        maxLength: 2,
      },
    ),
    added: fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.dictionary(wildText, wildJson, { maxKeys: 2 }) },
    ),
  });
  const anyBody: fc.Arbitrary<PlannedBody> = fc.oneof(
    changedBody,
    nearBody(() => wildJson),
    wildBody.map((value) => ({ as: "raw" as const, value })),
  );

  const sender: fc.Arbitrary<Sender> = fc.oneof(
    { weight: 8, arbitrary: fc.constant("owner" as const) },
    { weight: 1, arbitrary: fc.constant("sales" as const) },
    { weight: 1, arbitrary: fc.constantFrom<Sender>("nobody", "somebody else") },
  );
  const plan = (parts: {
    params: fc.Arbitrary<RequestPlan["params"]>;
    query: fc.Arbitrary<string | null>;
    headers: fc.Arbitrary<[string, string][]>;
    body: fc.Arbitrary<PlannedBody>;
  }): fc.Arbitrary<RequestPlan> =>
    fc.record({
      ...{ key: fc.constant(key), sender, ...parts },
    });

  const good = plan({
    params: fc.constant({}),
    query: fc.oneof(fc.constant(null), query(nearQuery, 2)),
    headers: nearHeaders,
    body: fc.oneof(fc.constant({ as: "good" as const }), changedBody, changedBody),
  });
  const near = plan({
    params: paramsOf((schema) => one(schema).map(encode)),
    query: query(nearQuery, 4),
    headers: nearHeaders,
    body: nearBody(one),
  });
  const wild = fc
    .tuple(
      plan({
        params: paramsOf(() => wildAddressPart),
        query: fc.oneof(fc.constant(null), query(wildQuery, 6)),
        headers: wildHeaders,
        body: anyBody,
      }),
      fc.option(
        fc.record(
          {
            method: fc.constantFrom(
              "GET",
              "HEAD",
              "POST",
              "PUT",
              "PATCH",
              "DELETE",
              "OPTIONS",
              "X",
            ),
            host: fc.constantFrom("", "nobody.localhost", "%00", "[::1]:99", "a".repeat(300), "é"),
          },
          { requiredKeys: [] },
        ),
        { freq: 8 },
      ),
    )
    .map(([made, other]) => ({ ...made, ...other }));
  return fc.oneof(
    { weight: ways.good, arbitrary: good },
    { weight: ways.near, arbitrary: near },
    { weight: ways.wild, arbitrary: wild },
  );
}
