/** What a car costs by instalments, to the rupiah. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { CreditQuery } from "../../src/domain/credit/credit-query.ts";
import { CreditRules } from "../../src/domain/credit/credit-rules.ts";
import { effectiveRate } from "../../src/domain/credit/effective-rate.ts";
import { insure } from "../../src/domain/credit/insure.ts";
import { simulateCredit } from "../../src/domain/credit/simulate-credit.ts";
import { USUAL_RULES } from "../../src/domain/credit/usual-rules.ts";

const PRICE = 187_950_000;

describe("the trade's worked example", () => {
  const addm = simulateCredit(USUAL_RULES, PRICE, { tenor: 36, dpPercent: 25, type: "ADDM" });
  const addb = simulateCredit(USUAL_RULES, PRICE, { tenor: 36, dpPercent: 25, type: "ADDB" });

  test("4,894,451.68 becomes an instalment of 4,895,000", () => {
    expect(addm.downPayment).toEqual({ amount: 46_987_500, percent: 25 });
    expect(addm.insurance).toMatchObject({ cash: 5_582_115, onLoan: 8_931_384 });
    expect(addm.loan).toMatchObject({ principal: 149_893_884, interest: 26_306_377 });
    expect(addm.exactInstalment).toBe(4_894_451.68);
    expect(addm.instalment).toBe(4_895_000);
    expect(addb.instalment).toBe(4_895_000);
  });

  test("insures at 100, 80 and 80 percent, the first year in cash", () => {
    expect(addm.insurance.years.map(({ premium, paid }) => [premium, paid])).toEqual([
      [5_582_115, "cash"],
      [4_465_692, "loan"],
      [4_465_692, "loan"],
    ]);
  });

  test("asks for 59,264,615 at signing with ADDM, 54,369,615 with ADDB", () => {
    expect(addm.totalDownPayment).toEqual({
      ...{ amount: 59_264_615, downPayment: 46_987_500, insurance: 5_582_115 },
      ...{ adminFee: 1_100_000, fiduciaryFee: 650_000, policyFee: 50_000, provision: 0 },
      firstInstalment: 4_895_000,
    });
    expect(addb.totalDownPayment).toMatchObject({ amount: 54_369_615, firstInstalment: 0 });
    const instalments = 36 * 4_895_000;
    expect(addb.totalPaid).toBe(54_369_615 + instalments);
    expect(addm.totalPaid).toBe(addb.totalPaid);
  });

  test("is paid from the day of signing with ADDM, a month later with ADDB", () => {
    expect(addm.schedule.map(({ month }) => month)).toEqual(
      Array.from({ length: 36 }, (_, n) => n),
    );
    expect(addb.schedule.map(({ month }) => month)).toEqual(
      Array.from({ length: 36 }, (_, n) => n + 1),
    );
    expect(addb.schedule[0]).toEqual({
      ...{ number: 1, month: 1, instalment: 4_895_000 },
      ...{ principal: 4_163_719, interest: 731_281, balance: 145_730_165 },
    });
  });

  test("the same down payment in rupiah is the same loan", () => {
    const { downPayment, ...rest } = simulateCredit(USUAL_RULES, PRICE, { dp: 46_987_500 });
    expect({ downPayment, ...rest }).toEqual(addm);
  });
});

describe("the effective rate", () => {
  test("of 10 percent flat over a year is 17.97 percent", () => {
    const loan = { principal: 12_000_000n, instalment: 1_100_000n };
    expect(effectiveRate(loan, 12, "ADDB")).toEqual({ effective: 17.97, annual: 19.53 });
  });

  test("of a loan without interest is nothing, and of one beneath the rounding not told", () => {
    const free = { principal: 12_000_000n, instalment: 1_000_000n };
    expect(effectiveRate(free, 12, "ADDM")).toEqual({ effective: 0, annual: 0 });
    expect(effectiveRate({ principal: 1n, instalment: 1_000n }, 12, "ADDM")).toBeNull();
  });
});

describe("insurance", () => {
  const { insurance } = USUAL_RULES;

  test("goes on at the last rate and share, and counts a year that ends early by its months", () => {
    const years = [{ insuredValuePercent: 100, paid: "loan" as const }];
    const rates = { all_risk: [3, 1.5] };
    const premiums = insure({ ...insurance, rates, years }, "all_risk", 100_000_000n, 30);
    expect(premiums.map(({ premium }) => premium)).toEqual([3_000_000n, 1_500_000n, 750_000n]);
  });

  test("may be left out where the rules say so, and then has no policy fee", () => {
    const rules = { ...USUAL_RULES, insurance: { ...insurance, isOptional: true } };
    const bare = simulateCredit(rules, PRICE, { insurance: "none" });
    expect(bare.insurance).toEqual({ kind: "none", cash: 0, onLoan: 0, years: [] });
    expect(bare.totalDownPayment.policyFee).toBe(0);
    expect(bare.loan.principal).toBe(PRICE - 46_987_500);
    expect(bare.options.insurance).toEqual(["all_risk", "tlo", "combination", "none"]);
  });
});

const percent = (max: number) => fc.integer({ min: 0, max: max * 1_000 }).map((n) => n / 1_000);
const rates = fc.array(percent(60), { minLength: 1, maxLength: 10 });

/** Rules of any kind, and a tenor of theirs. */
const anyRules = fc
  .record({
    months: fc.uniqueArray(fc.integer({ min: 6, max: 120 }), { minLength: 1, maxLength: 5 }),
    ratePercent: percent(60),
    provisionPercent: percent(20),
    roundUpTo: fc.constantFrom(1, 100, 500, 1_000, 50_000),
    byYear: rates,
    years: fc.array(
      fc.record({ insuredValuePercent: percent(100), paid: fc.constantFrom("cash", "loan") }),
      { minLength: 1, maxLength: 10 },
    ),
  })
  .map(({ months, ratePercent, provisionPercent, roundUpTo, byYear, years }) =>
    CreditRules.parse({
      ...USUAL_RULES,
      tenors: months.map((one) => ({ months: one, ratePercent })),
      defaultTenor: months[0],
      downPayment: { minPercent: 0, maxPercent: 90, defaultPercent: 25 },
      insurance: {
        ...{ defaultKind: "all_risk", isOptional: true, rates: { all_risk: byYear }, years },
      },
      fees: { ...USUAL_RULES.fees, provisionPercent },
      roundUpTo,
    }),
  );
const anyPrice = fc.integer({ min: 1_000_000, max: 1_000_000_000_000 });
const anyType = fc.constantFrom("ADDM", "ADDB") as fc.Arbitrary<"ADDM" | "ADDB">;
const anyQuery = fc.record({ dpPercent: percent(90), type: anyType });

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

const hold = (check: (rules: CreditRules, price: number, query: CreditQuery) => void) =>
  fc.assert(fc.property(anyRules, anyPrice, anyQuery, check), { numRuns: 300 });

describe("whatever the rules, the price and the down payment", () => {
  test("the schedule pays principal and interest whole, and ends at nothing owed", () => {
    hold((rules, price, query) => {
      const { loan, schedule, tenor, instalment } = simulateCredit(rules, price, query);
      expect(schedule).toHaveLength(tenor);
      expect(sum(schedule.map((row) => row.principal))).toBe(loan.principal);
      expect(sum(schedule.map((row) => row.interest))).toBe(loan.interest + loan.rounding);
      expect(schedule.at(-1)?.balance).toBe(0);
      let owed = loan.principal;
      for (const row of schedule) {
        expect(row.principal + row.interest).toBe(instalment);
        expect(row.balance).toBe(owed - row.principal);
        expect(row.balance).toBeLessThanOrEqual(owed);
        expect(Math.min(row.principal, row.interest, row.balance)).toBeGreaterThanOrEqual(0);
        owed = row.balance;
      }
    });
  });

  test("the instalment is the exact one, rounded up by less than the step", () => {
    hold((rules, price, query) => {
      const { instalment, exactInstalment, loan, tenor } = simulateCredit(rules, price, query);
      expect(instalment % rules.roundUpTo).toBe(0);
      expect(instalment).toBeGreaterThanOrEqual(Math.floor(exactInstalment));
      expect(instalment - exactInstalment).toBeLessThan(rules.roundUpTo + 0.01);
      expect(loan.total).toBe(instalment * tenor);
      expect(loan.rounding).toBeGreaterThanOrEqual(0);
    });
  });

  test("ADDM and ADDB differ by when the first instalment is paid, and so in what it costs a year", () => {
    hold((rules, price, query) => {
      const addm = simulateCredit(rules, price, { ...query, type: "ADDM" });
      const addb = simulateCredit(rules, price, { ...query, type: "ADDB" });
      expect(addm.instalment).toBe(addb.instalment);
      expect(addm.totalPaid).toBe(addb.totalPaid);
      expect(addm.totalDownPayment.amount - addb.totalDownPayment.amount).toBe(addm.instalment);
      expect(addm.schedule.map((row) => row.month + 1)).toEqual(
        addb.schedule.map((row) => row.month),
      );
      const [dear, cheap] = [addm.loan.effectiveRatePercent, addb.loan.effectiveRatePercent];
      expect(dear ?? Infinity).toBeGreaterThanOrEqual(cheap ?? 0);
    });
  });

  test("who pays more down owes less, and pays no larger instalment", () => {
    fc.assert(
      fc.property(anyRules, anyPrice, percent(45), percent(45), (rules, price, less, more) => {
        const small = simulateCredit(rules, price, { dpPercent: less });
        const large = simulateCredit(rules, price, { dpPercent: less + more });
        expect(large.instalment).toBeLessThanOrEqual(small.instalment);
        expect(large.loan.principal).toBeLessThanOrEqual(small.loan.principal);
      }),
    );
  });

  test("what is paid adds up, in whole rupiah", () => {
    hold((rules, price, query) => {
      const { downPayment, insurance, ...rest } = simulateCredit(rules, price, query);
      const { amount, ...parts } = rest.totalDownPayment;
      expect(sum(Object.values(parts))).toBe(amount);
      const { firstInstalment } = parts;
      expect(rest.totalPaid).toBe(amount - firstInstalment + rest.loan.total);
      expect(rest.loan.principal).toBe(price - downPayment.amount + insurance.onLoan);
      expect(sum(insurance.years.map((year) => year.premium))).toBe(
        insurance.cash + insurance.onLoan,
      );
      for (const one of [...Object.values(parts), rest.instalment, ...Object.values(downPayment)]) {
        expect(Number.isFinite(one)).toBe(true);
      }
      expect(Number.isSafeInteger(rest.totalPaid)).toBe(true);
    });
  });
});
