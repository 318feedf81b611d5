import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../src/config.ts";

/** Their example in the file is not what holds while they are unset. */
const WITHOUT_DEFAULT = [
  ...["DATABASE_URL", "REDIS_URL", "SMTP_URL", "MAIL_FROM", "ACCOUNT_URL"],
  ...["S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
  ...["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
];

test("every setting and its default stand in .env.example", () => {
  const example = readFileSync(join(import.meta.dir, "../../.env.example"), "utf8");
  const documented = [...example.matchAll(/^# ([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  const config = loadConfig({});
  expect(documented.map(([name]) => name).sort()).toEqual(
    [...Object.keys(config), ...WITHOUT_DEFAULT, "JWT_SECRET", "JWT_SECRET_PREVIOUS"].sort(),
  );
  const defaults = documented.filter(([name]) => !WITHOUT_DEFAULT.includes(name ?? ""));
  expect(loadConfig(Object.fromEntries(defaults))).toEqual(config);
});

test.each([
  ["PORT", "70000"],
  ["PORT", "1.5"],
  ["WEB_CONCURRENCY", "0"],
  ["WEB_CONCURRENCY", "65"],
  ["DATABASE_URL", "mysql://x"],
  ["DATABASE_URL", "postgresql://owner@host/db"],
  ["DATABASE_URL", "postgresql://owner:50%off@host/db"],
  ["DATABASE_URL", "postgresql://host/db?user=owner&password=x"],
  ["DATABASE_URL", "postgresql://owner:x@host/db?user=other"],
  ["REDIS_URL", "localhost:6379"],
  ["JWT_SECRET", "short"],
  ["JWT_EXPIRES_IN", "15"],
  ["TRUST_PROXY", "maybe"],
  ["RATE_LIMIT_WINDOW_MS", "0"],
  ["LOG_LEVEL", "loud"],
  ["S3_ENDPOINT", "s3.example.com"],
  ["TWILIO_FROM", "a sender of many letters"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`^ {2}${name}: `, "m"));
});

test("several processes count limits by a Redis", () => {
  expect(() => loadConfig({ WEB_CONCURRENCY: "2" })).toThrow(/^ {2}REDIS_URL: is required/m);
  const both = { WEB_CONCURRENCY: "2", REDIS_URL: "redis://localhost:6379" };
  expect(loadConfig(both)).toMatchObject({ WEB_CONCURRENCY: 2 });
});

test("S3 is set up whole, or not at all", () => {
  const some = { S3_ENDPOINT: "https://s3.test", S3_BUCKET: "cars", S3_REGION: "id" };
  expect(() => loadConfig(some)).toThrow(
    /S3_ACCESS_KEY_ID: is required.*\n.*S3_SECRET_ACCESS_KEY: /,
  );
  const whole = { ...some, S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "secret" };
  expect(loadConfig(whole)).toMatchObject(whole);
});

test("an account for SMS is whole or not there", () => {
  const sid = `AC${"0".repeat(32)}`;
  expect(() => loadConfig({ TWILIO_ACCOUNT_SID: sid })).toThrow(
    /^ {2}TWILIO_AUTH_TOKEN: is required.*\n {2}TWILIO_FROM: is required/m,
  );
  const whole = { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: "x", TWILIO_FROM: "+14155550100" };
  expect(loadConfig(whole)).toMatchObject(whole);
});
