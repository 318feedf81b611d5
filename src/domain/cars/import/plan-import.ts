import type { TenantScope } from "../../../db/index.ts";
import type { CarStatus } from "../vocabulary.ts";
import { differences } from "./differences.ts";
import type { Field } from "./fields.ts";
import { type EarlierRow, findEarlierRows } from "./find-earlier-rows.ts";
import { findKnownCars, hasIdentity, type KnownCar } from "./find-known-cars.ts";
import { matchRow } from "./match-row.ts";
import type { Reason, Rejection, RowWarning, StockFile, StockRow } from "./stock-file.ts";

export interface PlannedUpdate {
  row: StockRow;
  known: KnownCar;
  changes: Field[];
}

export interface PlannedPrice {
  row: StockRow;
  carId: string;
}

/** What an import will do to the stock, row by row in the order of the file. */
export interface ImportPlan {
  creates: StockRow[];
  updates: PlannedUpdate[];
  /** Drafts of an earlier import of this file for which there is a price by now. */
  prices: PlannedPrice[];
  unchanged: number;
  /** Some rows that change nothing. */
  skipped: StockRow[];
  rejections: Rejection[];
  warnings: RowWarning[];
}

const ROWS_AT_ONCE = 1_000;
const SKIPS_KEPT = 10;

/** The caller holds the stock lock, so that the plan stays true until it is carried out. */
export async function planImport(scope: TenantScope, file: StockFile): Promise<ImportPlan> {
  const plan: ImportPlan = {
    ...{ creates: [], updates: [], prices: [], unchanged: 0, skipped: [] },
    ...{ rejections: [...file.rejections], warnings: [...file.warnings] },
  };
  const known = await findKnownCars(scope, file.rows);
  const earlier = await findEarlierRows(scope, file.hash);
  const lineOfCar = new Map<string, number>();
  const priceWarned = new Set(
    file.warnings.filter(({ field }) => field === "price").map(({ line }) => line),
  );
  const warnOfPrice = ({ line }: StockRow, message: string) => {
    if (!priceWarned.has(line)) plan.warnings.push({ line, field: "price", value: null, message });
  };
  const reject = ({ line }: StockRow, reason: Reason) =>
    plan.rejections.push({ line, isBlank: false, reasons: [reason] });

  for (const [n, row] of file.rows.entries()) {
    // Others have their turn between the rows of a large file.
    if (n % ROWS_AT_ONCE === 0) await Bun.sleep(0);
    const match = hasIdentity(row.car) ? matchRow(row.car, known) : undefined;
    if (match && "message" in match) reject(row, match);
    else if (match) planUpdate(row, match);
    else planCreate(row, earlier.get(row.line));
  }
  plan.rejections.sort((one, other) => one.line - other.line);
  plan.warnings.sort((one, other) => one.line - other.line);
  return plan;

  function skip(row: StockRow) {
    plan.unchanged += 1;
    if (plan.skipped.length < SKIPS_KEPT) plan.skipped.push(row);
  }

  function planUpdate(row: StockRow, car: KnownCar) {
    const first = lineOfCar.get(car.id);
    if (first !== undefined) {
      reject(row, aboutRow(`the row is the same car as line ${first}, ${car.fields.displayCode}`));
      return;
    }
    lineOfCar.set(car.id, row.line);
    if (file.fields.includes("price") && !row.car.price) {
      warnOfPrice(row, "is missing; the car keeps the price that it has");
    }
    const { status } = row.car;
    if (status && status !== car.status) {
      const message = `was left out; the car stays ${car.status} until staff change it`;
      plan.warnings.push({ line: row.line, field: "status", value: status, message });
    }
    const changes = differences(car, row.car, file.fields);
    if (changes.length > 0) plan.updates.push({ row, known: car, changes });
    else skip(row);
  }

  function planCreate(row: StockRow, before: EarlierRow | undefined) {
    if (before?.isUnpriced && row.car.price) plan.prices.push({ row, carId: before.carId });
    else if (before) skip(row);
    else {
      plan.creates.push(row);
      if (!row.car.price) warnOfPrice(row, "is missing, so the car is saved as a draft");
    }
  }
}

const aboutRow = (message: string): Reason => ({ field: null, column: null, value: null, message });

/** The status of a new car: without a price it can only be a draft. */
export const statusOf = ({ car }: StockRow, { status }: StockFile): CarStatus =>
  car.price ? (car.status ?? status) : "draft";
