/** Only the token that was issued is good: not one that is longer, shorter, or otherwise signed. */
import { afterAll, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn } from "../support/test-tenant.ts";
import { fuzz, sizeOf } from "./fuzz-run.ts";
import { wildJson } from "./wild-values.ts";

const app = createTestApp();
const tenant = await createTestTenant(app);
const { token: issued } = await logIn(app, tenant, tenant.owner);
const published = await (await app.send(tenant.host, "/.well-known/jwks.json")).text();
const [head = "", payload = "", signature = ""] = issued.split(".");
afterAll(() => app.close());

const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
const encode = (value: unknown) =>
  Buffer.from(JSON.stringify(value) ?? "undefined").toString("base64url");
const header = decode(head) as Record<string, unknown>;
const claims = decode(payload) as Record<string, unknown>;

const BASE64URL = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"];
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 300,
});
const encodedText = fc.string({ unit: fc.constantFrom(...BASE64URL), maxLength: 200 });

/** One place of the issued token written over, left out or doubled. */
const mutated = fc
  .tuple(
    fc.nat(issued.length - 1),
    fc.constantFrom("over", "out", "double", "cut", "append"),
    fc.constantFrom(...BASE64URL, ".", "=", "+", "/", "~"),
  )
  .map(([at, way, character]) => {
    if (way === "out") return issued.slice(0, at) + issued.slice(at + 1);
    if (way === "double") return issued.slice(0, at) + issued.slice(at - 1);
    if (way === "cut") return issued.slice(0, at);
    if (way === "append") return issued + character;
    return issued.slice(0, at) + character + issued.slice(at + 1);
  });

const ALGORITHMS = [
  ...["none", "None", "NONE", "", "HS256", "HS384", "HS512", "RS256", "PS256", "ES256", "EdDSA"],
  ...["Ed25519", "dir", "A128KW", "RSA-OAEP", "hs256", null, 0, [], ["HS256"], {}],
];
const KEY_IDS = [
  undefined,
  "",
  "..",
  "../../etc/passwd",
  "/dev/null",
  "' OR 1=1",
  "\u0000",
  "a\u0000b",
  0,
  null,
];

/** Headers that name another algorithm, or bring a key of their own. */
const otherHeader = fc
  .record(
    {
      ...{
        alg: fc.constantFrom<unknown>(...ALGORITHMS),
        kid: fc.constantFrom<unknown>(...KEY_IDS),
      },
      typ: fc.constantFrom<unknown>("at+jwt", "JWT", "application/at+jwt", null, ""),
      jwk: fc.constant({ kty: "oct", k: Buffer.alloc(32).toString("base64url") }),
      ...{
        jku: fc.webUrl(),
        x5u: fc.webUrl(),
        x5c: fc.constant(["MIIB"]),
        zip: fc.constant("DEF"),
      },
      ...{ crit: fc.constantFrom<unknown>(["b64"], ["exp"], [], "b64"), b64: fc.boolean() },
    },
    { requiredKeys: [] },
  )
  .map((fields) => ({ ...header, ...fields }));

const otherClaims = fc
  .record(
    {
      sub: fc.oneof(fc.uuid(), wildJson),
      aud: fc.oneof(fc.uuid(), fc.constantFrom<unknown>("*", "", [], null), wildJson),
      iss: wildJson,
      exp: fc.constantFrom<unknown>(0, -1, 1e308, "9999999999", null, 4_102_444_800),
      nbf: fc.constantFrom<unknown>(0, 4_102_444_800, "x"),
      role: fc.constant("owner"),
    },
    { requiredKeys: [] },
  )
  .map((fields) => ({ ...claims, ...fields }));

const hmac = (key: string, text: string) =>
  createHmac("sha256", key).update(text).digest("base64url");

const crafted = fc
  .tuple(
    fc.oneof(fc.constant(header), otherHeader, wildJson),
    fc.oneof(fc.constant(claims), otherClaims, wildJson),
    fc.oneof(
      fc.constantFrom("", signature, "AA", signature.repeat(20), "none"),
      encodedText,
      fc.constantFrom("", "secret", tenant.id, head, published).map((key) => ({ key })),
    ),
  )
  .map(([first, second, last]) => {
    const text = `${encode(first)}.${encode(second)}`;
    return `${text}.${typeof last === "string" ? last : hmac(last.key, text)}`;
  });

const token = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 4, arbitrary: crafted },
  { weight: 1, arbitrary: visible },
  { weight: 1, arbitrary: fc.array(encodedText, { maxLength: 6 }).map((parts) => parts.join(".")) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("x".repeat(4_096), "x".repeat(100_000), `${issued}.`, `.${issued}`),
  },
);

/** Base64url writes some bytes in several ways. */
function isIssued(text: string) {
  const [first, second, third = "", ...rest] = text.split(".");
  const bytes = Buffer.from(signature, "base64url");
  return (
    rest.length === 0 &&
    first === head &&
    second === payload &&
    Buffer.from(third, "base64url").equals(bytes)
  );
}

const ask = (bearer: string) =>
  app.send(tenant.host, "/api/admin/auth/verify", {
    method: "POST",
    headers: { Authorization: `Bearer ${bearer}` },
  });

test(
  "no other token is good",
  async () => {
    const limited = () => app.deps.rateLimits.admin.reset(`${tenant.id}:${tenant.owner.id}`);
    const inputs = sizeOf({ usual: 2_000, all: 10_000 });
    const send = async (bearer: string) => {
      const { status } = await ask(bearer);
      if (status !== 401 && !(status === 200 && isIssued(bearer))) {
        throw new Error(`answered ${status}: ${bearer}`);
      }
      return { status, isAccepted: status === 200 };
    };
    await fuzz("tokens", inputs, token, send, limited);
    expect((await ask(issued)).status).toBe(200);
  },
  15 * 60_000,
);
