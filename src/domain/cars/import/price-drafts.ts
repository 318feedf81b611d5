import type { TenantScope } from "../../../db/index.ts";
import { openPlainSales } from "../../sales/open-plain-sales.ts";
import type { ChangeKeeper } from "./import-manner.ts";
import { inChunks, type OnWritten } from "./in-chunks.ts";
import { type PlannedPrice, statusOf } from "./plan-import.ts";
import type { StockFile } from "./stock-file.ts";

/** The version of a car that nobody changed since it was made, but for its price. */
const PRICED = 2;

/** Gives drafts of an earlier import of the same file the price that they lacked. */
export async function priceDrafts(
  scope: TenantScope,
  prices: PlannedPrice[],
  file: StockFile,
  onWritten: OnWritten,
  keeper?: ChangeKeeper,
): Promise<void> {
  const { db, tenant, now } = scope;
  for (const chunk of inChunks(prices)) {
    const records = chunk.map(({ carId, row }) => ({
      id: carId,
      price: row.car.price,
      status: statusOf(row, file),
    }));
    await db.$executeRaw`
      UPDATE cars SET price_idr = r.price, status = r.status, version = version + 1,
        listed_at = ${now}, updated_at = ${now}
      FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(id uuid, price bigint, status text)
      WHERE cars.tenant_id = ${tenant.id}::uuid AND cars.id = r.id`;
    await keeper?.updated(
      chunk.map(({ carId: id, row: { line } }) => ({
        ...{ id, line, version: PRICED, before: { price: null }, wasDraft: true },
      })),
    );
    const sold = records.filter(({ status }) => status === "sold");
    await openPlainSales(
      scope,
      sold.map(({ id }) => id),
    );
    onWritten(chunk.length);
  }
}
