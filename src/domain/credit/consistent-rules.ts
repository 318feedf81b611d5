import type { z } from "@hono/zod-openapi";
import { INSURANCE_KINDS, type InsuranceKind, type InsuredKind } from "./vocabulary.ts";

interface Shape {
  tenors: { months: number }[];
  defaultTenor: number;
  downPayment: { minPercent: number; maxPercent: number; defaultPercent: number };
  insurance: {
    defaultKind: InsuranceKind;
    isOptional: boolean;
    rates: Partial<Record<InsuredKind, number[]>>;
  };
}

/** The kinds of insurance that rules offer. */
export const insuranceOffered = ({ rates, isOptional }: Shape["insurance"]): InsuranceKind[] =>
  INSURANCE_KINDS.filter((kind) => (kind === "none" ? isOptional : rates[kind] !== undefined));

/** What the fields of rules say of each other that cannot be. */
function* contradictions({ tenors, defaultTenor, downPayment, insurance }: Shape) {
  const known = tenors.map((one) => one.months);
  for (const [at, one] of known.entries()) {
    if (known.indexOf(one) < at) yield { path: ["tenors", at, "months"], message: "is repeated" };
  }
  if (!known.includes(defaultTenor)) {
    yield { path: ["defaultTenor"], message: "must be one of the tenors" };
  }
  const { minPercent, maxPercent, defaultPercent } = downPayment;
  if (minPercent > maxPercent) {
    yield { path: ["downPayment", "maxPercent"], message: "must not be less than minPercent" };
  }
  if (defaultPercent < minPercent || defaultPercent > maxPercent) {
    const message = "must lie between minPercent and maxPercent";
    yield { path: ["downPayment", "defaultPercent"], message };
  }
  if (!insuranceOffered(insurance).includes(insurance.defaultKind)) {
    yield { path: ["insurance", "defaultKind"], message: "is not offered by these rules" };
  }
}

/** For superRefine(): names each field that contradicts another one. */
export const assertConsistent = (rules: Shape, context: z.core.$RefinementCtx) => {
  for (const { path, message } of contradictions(rules)) {
    context.addIssue({ code: "custom", path, message });
  }
};
