/** When instalments are due: the first at signing (angsuran dibayar di muka), or a month later. */
export const CREDIT_TYPES = ["ADDM", "ADDB"] as const;
export type CreditType = (typeof CREDIT_TYPES)[number];

/** Comprehensive, total loss only, or the one for the first year and the other afterwards. */
const INSURED_KINDS = ["all_risk", "tlo", "combination"] as const;
export type InsuredKind = (typeof INSURED_KINDS)[number];
export const INSURANCE_KINDS = [...INSURED_KINDS, "none"] as const;
export type InsuranceKind = (typeof INSURANCE_KINDS)[number];
