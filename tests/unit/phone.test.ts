import { describe, expect, test } from "bun:test";
import { parsePhone } from "../../src/domain/phone.ts";

describe("a phone number", () => {
  test.each([
    "0812-3456-7890",
    "6281234567890",
    "+62 812-3456-7890",
    "81234567890",
    "(0812) 3456 7890",
    "0812.3456.7890",
    "62 812 3456 7890",
    "+62 (0)812 3456 7890",
    "  081234567890  ",
  ])("%p is one person's", (spelling) => {
    expect(parsePhone(spelling)).toBe("+6281234567890");
  });

  test.each([
    ["+1 415 555 2671", "+14155552671"],
    ["+65 9123 4567", "+6591234567"],
    ["+44 7911 123456", "+447911123456"],
    ["021 555 1234", "+62215551234"],
    ["6221 5551234", "+62215551234"],
  ])("%p is read as %p", (spelling, phone) => {
    expect(parsePhone(spelling)).toBe(phone);
  });

  test.each(["", "12345", "+99999999999999", "+628123456789012345", "Budi", "@lid", "62", "+"])(
    "%p is none",
    (spelling) => {
      expect(parsePhone(spelling)).toBeNull();
    },
  );
});
