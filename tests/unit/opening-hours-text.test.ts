import { expect, test } from "bun:test";
import { readOpeningHours } from "../../scripts/tenant/opening-hours.ts";

const DAY = { open: "09:00", close: "18:00" };

test("opening hours are read as an operator writes them", () => {
  expect(readOpeningHours("mon-wed 09:00-18:00, sun 20:00-02:00")).toEqual({
    ...{ mon: DAY, tue: DAY, wed: DAY },
    sun: { open: "20:00", close: "02:00" },
  });
  expect(readOpeningHours("always")).toBeNull();
  for (const text of ["", "mon", "xyz 09:00-18:00", "sun-mon 09:00-18:00", "mon 9-18"]) {
    expect(() => readOpeningHours(text)).toThrow("The input is not valid.");
  }
});
