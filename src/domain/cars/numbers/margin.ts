import { percentOf } from "./percent-of.ts";

/** Sums in whole rupiah, as PostgreSQL hands them over. */
export interface CostSums {
  price: bigint | null;
  /** What the dealership paid, where it is known by the car itself. */
  cost: bigint | null;
  purchase: bigint | null;
  repair: bigint | null;
  tax: bigint | null;
  other: bigint | null;
}

/**
 * What a car cost in all, its own cost and every item, and what its price leaves. Without the car's
 * own cost and without an item of its purchase nobody knows what it cost: total and margin are null.
 */
export function marginOf(sums: CostSums) {
  const of = (amount: bigint | null) => Number(amount ?? 0n);
  const [purchase, repair] = [of(sums.cost) + of(sums.purchase), of(sums.repair)];
  const [tax, other] = [of(sums.tax), of(sums.other)];
  const isKnown = sums.cost !== null || sums.purchase !== null;
  const total = isKnown ? purchase + repair + tax + other : null;
  const price = sums.price === null ? null : Number(sums.price);
  const amount = total === null || price === null ? null : price - total;
  return {
    ...{ purchase: isKnown ? purchase : null, repair, tax, other, total },
    margin: amount,
    marginPercent: amount === null || price === null ? null : percentOf(amount, price),
  };
}
