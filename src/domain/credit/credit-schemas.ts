import { z } from "@hono/zod-openapi";
import { CREDIT_TYPES, INSURANCE_KINDS } from "./vocabulary.ts";

const told = (description: string) => ({ description });
const rupiah = z.int().min(0).openapi(told("Whole rupiah."));
const percent = z.number().min(0).openapi(told("Percent."));
const kind = z.enum(INSURANCE_KINDS);

const InsuredYear = z.object({
  year: z.int().min(1),
  insuredValue: rupiah,
  ratePercent: percent,
  premium: rupiah.openapi(told("A year that the loan ends within counts by its months.")),
  paid: z.enum(["cash", "loan"]),
});

const Loan = z.object({
  principal: rupiah.openapi(told("Price − down payment + insurance carried on the loan.")),
  flatRatePercent: percent.openapi(told("A year, of the whole principal until the end.")),
  interest: rupiah.openapi(told("Principal × flat rate × years.")),
  rounding: rupiah.openapi(told("What rounding the instalments up adds to the interest.")),
  total: rupiah.openapi(told("All instalments.")),
  effectiveRatePercent: percent
    .nullable()
    .openapi(
      told(
        "A year, of what is still owed: 12 × the monthly rate of return of the instalments, without insurance and fees. Null for a loan that is small beside the rounding.",
      ),
    ),
  annualRatePercent: percent.nullable().openapi(told("The same, compounded monthly.")),
});

const Payment = z
  .object({
    number: z.int().min(1),
    month: z.int().min(0).openapi(told("After signing; 0 is at signing.")),
    instalment: rupiah,
    principal: rupiah,
    interest: rupiah,
    balance: rupiah.openapi(told("Of the principal, after this payment.")),
  })
  .openapi("CreditPayment");

const TotalDownPayment = z.object({
  amount: rupiah.openapi(told("All that is paid at signing (TDP): the sum of the following.")),
  downPayment: rupiah,
  insurance: rupiah.openapi(told("Premiums in cash.")),
  adminFee: rupiah,
  fiduciaryFee: rupiah,
  policyFee: rupiah,
  provision: rupiah,
  firstInstalment: rupiah.openapi(told("Nothing with ADDB.")),
});

const Options = z.object({
  tenors: z.array(z.object({ months: z.int(), ratePercent: percent })),
  types: z.array(z.enum(CREDIT_TYPES)),
  insurance: z.array(kind),
  downPayment: z.object({ minPercent: percent, maxPercent: percent, min: rupiah, max: rupiah }),
});

const terms = {
  price: rupiah.openapi(told("What the loan is reckoned from.")),
  type: z.enum(CREDIT_TYPES),
  tenor: z.int().openapi(told("Months.")),
  downPayment: z.object({ amount: rupiah, percent: percent.openapi(told("Of the price.")) }),
  insurance: z.object({ kind, cash: rupiah, onLoan: rupiah, years: z.array(InsuredYear) }),
  loan: Loan,
  instalment: rupiah.openapi(told("Whole rupiah a month, rounded up.")),
  exactInstalment: z.number().min(0).openapi(told("Before it is rounded up, of two decimals.")),
  totalDownPayment: TotalDownPayment,
  totalPaid: rupiah.openapi(told("At signing and by instalments.")),
  schedule: z.array(Payment),
  options: Options.openapi(told("What else the dealership offers.")),
};

const CreditTerms = z.object(terms);
export type CreditTerms = z.infer<typeof CreditTerms>;

export const CreditSimulation = z
  .object({
    car: z.object({ slug: z.string(), title: z.string() }),
    priceKind: z
      .enum(["credit", "cash"])
      .openapi(told("The car's credit price, or its price where it has no other for credit.")),
    rules: z
      .enum(["own", "usual"])
      .openapi(told("The dealership's own, or the usual ones where it has set none.")),
    ...terms,
  })
  .openapi("CreditSimulation");
export type CreditSimulation = z.infer<typeof CreditSimulation>;
