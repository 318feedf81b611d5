import { chooseTerms, downPaymentRange } from "./choose-terms.ts";
import { insuranceOffered } from "./consistent-rules.ts";
import type { CreditQuery } from "./credit-query.ts";
import type { CreditRules } from "./credit-rules.ts";
import type { CreditTerms } from "./credit-schemas.ts";
import { effectiveRate } from "./effective-rate.ts";
import { percentOf, shareOf } from "./exact.ts";
import { insure } from "./insure.ts";
import { flatLoan, schedulePayments } from "./pay-by-instalments.ts";
import { CREDIT_TYPES } from "./vocabulary.ts";

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** What forms offer by these rules. */
function optionsOf(rules: CreditRules, price: bigint): CreditTerms["options"] {
  const { min, max } = downPaymentRange(rules, price);
  const { minPercent, maxPercent } = rules.downPayment;
  return {
    tenors: rules.tenors.toSorted((a, b) => a.months - b.months),
    types: [...CREDIT_TYPES],
    insurance: insuranceOffered(rules.insurance),
    downPayment: { minPercent, maxPercent, min: Number(min), max: Number(max) },
  };
}

/**
 * What a car costs by instalments, at flat interest: debt = price − down payment + insurance carried
 * on the loan; total down payment (TDP) = down payment + insurance in cash + fees, plus the first
 * instalment when that is paid at signing. Formulas and figures are those of the worked example by
 * which Indonesian finance companies train sales (OTR 187,950,000, angsuran 4,895,000).
 * @param price whole rupiah, more than nothing.
 * @throws DomainError invalid for what the rules do not offer.
 */
export function simulateCredit(rules: CreditRules, price: number, query: CreditQuery): CreditTerms {
  const exactPrice = BigInt(price);
  const terms = chooseTerms(rules, exactPrice, query);
  const { months, type, ratePercent, downPayment } = terms;
  const years = insure(rules.insurance, terms.insurance, exactPrice, months);
  const premiums = (paid: "cash" | "loan") =>
    sum(years.filter((year) => year.paid === paid).map(({ premium }) => premium));
  const [cash, onLoan] = [premiums("cash"), premiums("loan")];
  const loan = flatLoan(exactPrice - downPayment + onLoan, ratePercent, months, rules.roundUpTo);
  const fees = {
    adminFee: rules.fees.admin,
    fiduciaryFee: rules.fees.fiduciary,
    policyFee: years.length > 0 ? rules.fees.policy : 0,
    provision: Number(shareOf(loan.principal, rules.fees.provisionPercent)),
  };
  const parts = {
    ...{ downPayment: Number(downPayment), insurance: Number(cash), ...fees },
    firstInstalment: type === "ADDM" ? Number(loan.instalment) : 0,
  };
  const total = Object.values(parts).reduce((all, part) => all + part, 0);
  const rates = effectiveRate(loan, months, type);
  return {
    ...{ price, type, tenor: months },
    downPayment: { amount: Number(downPayment), percent: percentOf(downPayment, exactPrice) },
    insurance: {
      ...{ kind: terms.insurance, cash: Number(cash), onLoan: Number(onLoan) },
      years: years.map((year) => ({
        ...{ ...year, insuredValue: Number(year.insuredValue), premium: Number(year.premium) },
      })),
    },
    loan: {
      ...{ principal: Number(loan.principal), interest: Number(loan.interest) },
      ...{ rounding: Number(loan.rounding), total: Number(loan.total) },
      ...{ flatRatePercent: ratePercent, effectiveRatePercent: rates?.effective ?? null },
      annualRatePercent: rates?.annual ?? null,
    },
    instalment: Number(loan.instalment),
    exactInstalment: loan.exactInstalment,
    totalDownPayment: { amount: total, ...parts },
    totalPaid: total - parts.firstInstalment + Number(loan.total),
    schedule: schedulePayments(loan, months, type),
    options: optionsOf(rules, exactPrice),
  };
}
