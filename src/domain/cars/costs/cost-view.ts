import type { Prisma } from "../../../db/index.ts";
import type { CarCost } from "./schemas.ts";

export const WITH_AUTHOR = {
  createdBy: { select: { id: true, name: true } },
} as const satisfies Prisma.CarCostInclude;

export type CostRow = Prisma.CarCostGetPayload<{ include: typeof WITH_AUTHOR }>;

export const costView = (row: CostRow): CarCost => ({
  ...{ id: row.id, carId: row.carId, kind: row.kind as CarCost["kind"] },
  ...{ amount: Number(row.amountIdr), note: row.note, version: row.version },
  spentOn: row.spentOn.toISOString().slice(0, 10),
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** What the audit log compares of a cost. */
export const auditedCost = (row: CostRow) => ({
  ...{ costId: row.id, kind: row.kind, amountIdr: row.amountIdr, note: row.note },
  spentOn: row.spentOn.toISOString().slice(0, 10),
});
