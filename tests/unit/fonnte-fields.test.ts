import { describe, expect, test } from "bun:test";
import {
  isCrowd,
  parseLocation,
  parseSender,
  parseTimestamp,
} from "../../src/domain/conversations/fonnte-fields.ts";

describe("a sender", () => {
  test.each([
    ["6281234567890", "+6281234567890"],
    ["+6281234567890", "+6281234567890"],
    ["081234567890", "+6281234567890"],
    ["6281234567890@c.us", "+6281234567890"],
    ["6281234567890@s.whatsapp.net", "+6281234567890"],
    ["6281234567890:12@s.whatsapp.net", "+6281234567890"],
    ["14155552671", "+14155552671"],
    ["6591234567", "+6591234567"],
  ])("%p is the phone number %p", (sender, phone) => {
    expect(parseSender(sender)).toEqual({ phone });
  });

  test.each([
    ["157348921774212@lid", "157348921774212@lid"],
    ["157348921774212:3@LID", "157348921774212@lid"],
  ])("%p is an opaque id and never a phone number", (sender, whatsappLid) => {
    expect(parseSender(sender)).toEqual({ whatsappLid });
  });

  test.each([
    "",
    "Budi",
    "12345",
    "62",
    "@lid",
    "999999999999999",
    "6281234567890 or so",
    "+-+",
    "120363400835772540",
    "4930123456789012",
  ])("%p is nobody", (sender) => {
    expect(parseSender(sender)).toBeNull();
  });

  test.each([
    ["120363400835772540@g.us", true],
    ["status@broadcast", true],
    ["120363012345678901@newsletter", true],
    ["6281234567890", false],
    ["157348921774212@lid", false],
  ])("%p is a crowd: %p", (sender, crowd) => {
    expect(isCrowd(sender)).toBe(crowd);
  });
});

describe("a timestamp", () => {
  const now = new Date("2026-11-21T03:00:00Z");
  const seconds = Date.UTC(2026, 10, 20) / 1000;

  test("counts seconds or milliseconds", () => {
    const then = new Date("2026-11-20T00:00:00Z");
    expect(parseTimestamp(`${seconds}`, now)).toEqual(then);
    expect(parseTimestamp(`${seconds * 1000}`, now)).toEqual(then);
    expect(parseTimestamp(`${seconds}.75`, now)).toEqual(new Date("2026-11-20T00:00:00.750Z"));
  });

  test("may come from a clock a little ahead", () => {
    const ahead = now.getTime() / 1000 + 60;
    expect(parseTimestamp(`${ahead}`, now)).toEqual(new Date(ahead * 1000));
  });

  test.each(["", "0", "-5", "1", "NaN", "1e400", "9".repeat(16), "9".repeat(400), "kemarin"])(
    "%p means now",
    (value) => {
      expect(parseTimestamp(value, now)).toEqual(now);
    },
  );
  test("of next year means now", () => {
    expect(parseTimestamp(`${seconds + 366 * 86_400}`, now)).toEqual(now);
  });
});

describe("a location", () => {
  test.each(["-6.2088,106.8456", " -6.2088 , 106.8456 "])("%p is a place", (value) => {
    expect(parseLocation(value)).toEqual({ latitude: -6.2088, longitude: 106.8456 });
  });
  test.each(["", "undefined", "-6.2", "91,0", "0,181", "1,2,3", "a,b", "NaN,NaN", "1e3,1"])(
    "%p is none",
    (value) => {
      expect(parseLocation(value)).toBeNull();
    },
  );
});
