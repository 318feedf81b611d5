/** What nobody should send, and somebody will. */
import fc from "fast-check";

/** A JSON value; texts that start with @ stand for what JSON.stringify cannot write. */
export type Json = unknown;

const NASTY_TEXTS = [
  ...["", " ", "\u0000", "a\u0000b", "\ud800", "\udc00x", "\ufeff", "\u202e\u0007", "\r\n", "�"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "then", "undefined", "null"],
  ...["'; DROP TABLE cars; --", "%", "_", "\\", "%00", "#{7*7}", "{{7*7}}", "<script>", "../.."],
  ...["0", "-1", "1e400", "NaN", "Infinity", "0x10", "١٢٣", "９９", "true", "2026-02-30", "24:00"],
  ...["0000-01-01T00:00:00Z", "9999-12-31T23:59:60Z", "2026-01-01T00:00:00+23:59", "-000001-01-01"],
  ...[
    "👩‍👩‍👧‍👦".repeat(30),
    "ﷺ".repeat(500),
    "é".normalize("NFD"),
    "İ".repeat(200),
    "x".repeat(10_240),
  ],
];

const LATIN = Array.from({ length: 0x5f }, (_, n) => String.fromCharCode(0x20 + n));

/** Any text at all, halves of characters among them. */
export const wildText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("\u0000", "a\u0000b", "\ud800", "x".repeat(10_240)),
  fc.constantFrom(...NASTY_TEXTS),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    maxLength: 12,
  }),
);

const wildNumber: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(0, -1, 1.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, -(2 ** 53), 1e308, 5e-324),
  fc.constantFrom("@raw:1e400", "@raw:-0", "@raw:99999999999999999999999", "@raw:1E+2"),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

const name = fc.oneof(wildText, fc.constantFrom("id", "tenantId", "tenant_id", "length", "0"));

/** Objects that look like a text, a list or a promise to code that does not ask what they are. */
const PRETENDERS: Json[] = [
  ...[
    { length: 3 },
    { length: "@deep:20000" },
    { length: { toString: 1, valueOf: 1 } },
    { length: -1, 0: "a" },
    { size: { a: 1 } },
  ],
  ...[{ toString: null, valueOf: null }, { toJSON: {} }, { constructor: null }],
];

/** Any JSON value: nested, deep, with the names of prototypes. */
export const wildJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    { weight: 4, arbitrary: wildText },
    { weight: 3, arbitrary: wildNumber },
    { weight: 2, arbitrary: fc.constantFrom<Json>(null, true, false) },
    { weight: 1, arbitrary: fc.constantFrom("@deep:30", "@deep:100", "@deep:20000") },
    { weight: 1, arbitrary: fc.constantFrom(...PRETENDERS) },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 6 }) },
    { weight: 2, arbitrary: fc.dictionary(name, tie("value"), { maxKeys: 6 }) },
  ),
})).value;

/** A body that is no JSON, or hardly. */
export const wildBody: fc.Arbitrary<string | Uint8Array<ArrayBuffer>> = fc.oneof(
  fc.constantFrom(
    ...["", "{", "[", "null", '"', "{'a':1}", '{"a":1,}', "NaN", "\ufeff{}", "a=1&a=2", "%", "&&="],
    ...[
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{}}}',
      '{"a":1,"a":2}',
      "1e999",
    ],
    ...["[".repeat(50_000), '{"a":'.repeat(10_000), `[${"0,".repeat(50_000)}0]`],
    `{${Array.from({ length: 5_000 }, (_, n) => `"unknown${n}":1`).join()}}`,
  ),
  wildText,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
);

/** The inside of a path or a query, encoded or wrongly so. */
export const wildAddressPart: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 1,
    arbitrary: wildJson.map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
  },
  { weight: 3, arbitrary: wildText.map((text) => encodeURIComponent(text.toWellFormed())) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        "%",
        "%zz",
        "%ff%fe",
        "%c3",
        "%ed%a0%80",
        "%00",
        "%2e%2e%2f",
        "..%2f",
        "%2F",
        "+",
        ";a=1",
      ],
      ...["a%0d%0ab", "%u0041", "*", "~", "@", "x".repeat(6_000)],
    ),
  },
);

const wildHeaderValue = fc.oneof(
  fc.string({ unit: fc.constantFrom(...LATIN), maxLength: 80 }),
  fc.constantFrom("", "é", "\u00ff", "x".repeat(5_000), "*", '"', ",,,", "0", "-1", "null", "%00"),
);

const HEADERS: Record<string, string[]> = {
  "If-Match": ['"1"', '"2"', "*", 'W/"1"', '"99999999999"', '"0"'],
  "Content-Type": [
    ...["application/json", "application/json; charset=utf-16", "APPLICATION/JSON", "text/plain"],
    ...[
      "multipart/form-data",
      "multipart/form-data; boundary=",
      "application/x-www-form-urlencoded",
    ],
    ...["application/vnd.api+json", "application/json, text/plain", ";", "json"],
  ],
  Accept: ["text/html", "application/xml;q=1", "*/*;q=0", ";;"],
  Authorization: [
    "Bearer",
    "Bearer ",
    "Basic b3duZXI6cHc=",
    "Bearer a.b.c",
    "Bearer  x",
    "bearer é",
  ],
  "X-Forwarded-For": ["127.0.0.1", "::1", "unknown, 1.2.3.4", "999.999.999.999"],
  "X-Forwarded-Host": ["other.localhost", "a,b", "[::1]", "%00"],
  "X-Forwarded-Proto": ["gopher", "https,http"],
  "X-Request-Id": ["short", "a-good-id-1234", "x".repeat(64), "x".repeat(65)],
  "Content-Length": [
    "0",
    "1",
    "5",
    "999999",
    "1048577",
    "99999999999999999999",
    "-1",
    "1e3",
    "0x10",
  ],
  "Transfer-Encoding": ["chunked", "gzip", "identity"],
  "Content-Encoding": ["gzip", "br", "deflate, gzip"],
  Origin: ["null", "https://evil.test", "http://[::1", "javascript:0", "https://"],
  "Access-Control-Request-Method": ["DELETE", "X"],
  "If-None-Match": ["*", '"1"'],
  Cookie: ["session=1", "a=b; a=c; __Host-x=", "=;=;="],
  Range: ["bytes=0-1", "bytes=-1", "bytes=9-1,"],
  "X-HTTP-Method-Override": ["DELETE", "PATCH"],
};

/** Headers with odd values, none at times. */
export const wildHeaders: fc.Arbitrary<[name: string, value: string][]> = fc.array(
  fc.oneof(
    ...Object.entries(HEADERS).map(([header, values]) =>
      fc.tuple(
        fc.constant(header),
        fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...values) },
          { weight: 1, arbitrary: wildHeaderValue },
        ),
      ),
    ),
  ),
  { maxLength: 3 },
);
