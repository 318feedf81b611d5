import { divideHalfUp, divideUp, exactPercent, WHOLE } from "./exact.ts";
import type { CreditType } from "./vocabulary.ts";

/** A payment of a loan; amounts in whole rupiah. */
interface Payment {
  /** From 1. */
  number: number;
  /** Months after signing. */
  month: number;
  instalment: number;
  principal: number;
  interest: number;
  /** Of the principal, after the payment. */
  balance: number;
}

/**
 * A loan at flat interest, in whole rupiah: interest = principal × yearly rate × years, instalment =
 * (principal + interest) / months, rounded up to a multiple. What rounding up adds is interest too.
 * The formula is that of Indonesian finance companies (bunga flat).
 * @param ratePercent flat, a year; @param step whole rupiah, what instalments are multiples of.
 */
export function flatLoan(principal: bigint, ratePercent: number, months: number, step: number) {
  const count = BigInt(months);
  /** Everything in parts of a rupiah, so that nothing is rounded but the results. */
  const parts = WHOLE * 12n;
  const interest = principal * exactPercent(ratePercent) * count;
  const owed = principal * parts + interest;
  const instalment = divideUp(owed, parts * count * BigInt(step)) * BigInt(step);
  const flatInterest = divideHalfUp(interest, parts);
  const total = instalment * count;
  return {
    ...{ principal, interest: flatInterest, rounding: total - principal - flatInterest, total },
    ...{ instalment, exactInstalment: Number(divideHalfUp(owed * 100n, parts * count)) / 100 },
  };
}

/**
 * When what of a flat loan is paid. The principal is spread evenly: rounded down in sum, so that
 * parts differ by a rupiah at the most and end at nothing owed. ADDM pays the first at signing.
 */
export function schedulePayments(
  { principal, instalment }: { principal: bigint; instalment: bigint },
  months: number,
  type: CreditType,
): Payment[] {
  const paidBy = (number: number) => (principal * BigInt(number)) / BigInt(months);
  return Array.from({ length: months }, (_, at) => {
    const number = at + 1;
    const part = paidBy(number) - paidBy(at);
    return {
      number,
      month: type === "ADDM" ? at : number,
      instalment: Number(instalment),
      principal: Number(part),
      interest: Number(instalment - part),
      balance: Number(principal - paidBy(number)),
    };
  });
}
