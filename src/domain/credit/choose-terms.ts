import { formatRupiah } from "../cars/price-format.ts";
import { invalid } from "../errors.ts";
import { insuranceOffered } from "./consistent-rules.ts";
import type { CreditQuery } from "./credit-query.ts";
import type { CreditRules } from "./credit-rules.ts";
import { divideUp, exactPercent, shareOf, WHOLE } from "./exact.ts";

/** The least and the most that may be paid down, in whole rupiah. */
export function downPaymentRange({ downPayment }: CreditRules, price: bigint) {
  const { minPercent, maxPercent } = downPayment;
  return {
    min: divideUp(price * exactPercent(minPercent), WHOLE),
    max: (price * exactPercent(maxPercent)) / WHOLE,
  };
}

function chooseDownPayment(rules: CreditRules, price: bigint, { dp, dpPercent }: CreditQuery) {
  const { minPercent, maxPercent, defaultPercent } = rules.downPayment;
  if (dp !== undefined) {
    const { min, max } = downPaymentRange(rules, price);
    if (dp < min || dp > max) {
      const range = `${formatRupiah(Number(min))} to ${formatRupiah(Number(max))}`;
      throw invalid("dp", `must be ${range} for this car; dpPercent takes percent`);
    }
    return BigInt(dp);
  }
  const percent = dpPercent ?? defaultPercent;
  if (percent < minPercent || percent > maxPercent) {
    throw invalid("dpPercent", `must be ${minPercent} to ${maxPercent}`);
  }
  return shareOf(price, percent);
}

/**
 * What is asked for, completed by the rules.
 * @throws DomainError invalid, naming the field, for what the rules do not offer.
 */
export function chooseTerms(rules: CreditRules, price: bigint, query: CreditQuery) {
  const months = query.tenor ?? rules.defaultTenor;
  const tenor = rules.tenors.find((one) => one.months === months);
  if (!tenor) {
    const offered = rules.tenors.map((one) => one.months).sort((a, b) => a - b);
    throw invalid("tenor", `must be one of ${offered.join(", ")}`);
  }
  const insurance = query.insurance ?? rules.insurance.defaultKind;
  const offered = insuranceOffered(rules.insurance);
  if (!offered.includes(insurance)) {
    throw invalid("insurance", `must be one of ${offered.join(", ")}`);
  }
  return {
    ...{ months, ratePercent: tenor.ratePercent, insurance },
    type: query.type ?? rules.defaultType,
    downPayment: chooseDownPayment(rules, price, query),
  };
}
