import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../src/config.ts";

/** Their example in the file is not what holds while they are unset. */
const WITHOUT_DEFAULT = [
  ...["DATABASE_URL", "REDIS_URL", "SMTP_URL", "MAIL_FROM", "ACCOUNT_URL"],
  ...["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
];

test("every setting and its default stand in .env.example", () => {
  const example = readFileSync(join(import.meta.dir, "../../.env.example"), "utf8");
  const documented = [...example.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
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
  ["TWILIO_FROM", "a sender of many letters"],
])("%s=%s is refused by name", (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`^ {2}${name}: `, "m"));
});

test("an account for SMS is whole or not there", () => {
  const sid = `AC${"0".repeat(32)}`;
  expect(() => loadConfig({ TWILIO_ACCOUNT_SID: sid })).toThrow(
    /^ {2}TWILIO_AUTH_TOKEN: is required.*\n {2}TWILIO_FROM: is required/m,
  );
  const whole = { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: "x", TWILIO_FROM: "+14155550100" };
  expect(loadConfig(whole)).toMatchObject(whole);
});
