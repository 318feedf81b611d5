import { USUAL_RULES } from "../../src/domain/credit/usual-rules.ts";
import type { Dealership } from "./attack-dealership.ts";
import type { Refused, Told } from "./audit-cases.ts";

export const refusalsOfCredit = (a: Dealership): Record<string, Refused[]> => ({
  "PUT /api/admin/credit-rules": [
    [{ body: USUAL_RULES }, 428],
    [{ body: { ...USUAL_RULES, version: a.creditVersion + 1 } }, 409],
    [{ body: { ...USUAL_RULES, defaultTenor: 18, version: a.creditVersion } }, 400],
  ],
});

export const TOLD_OF_CREDIT: Record<string, (of: Dealership) => Told> = {
  "PUT /api/admin/credit-rules": () => ({
    ...{ action: "credit.rules_changed", subject_type: "credit" },
    ...{ before: { defaultTenor: 36 }, after: { defaultTenor: 24 } },
  }),
};
