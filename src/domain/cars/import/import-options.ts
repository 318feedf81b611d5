import { z } from "zod";
import { FIELDS, type Field } from "./fields.ts";

const FieldName = z.enum(FIELDS as [Field, ...Field[]]);

/** How to read one stock file. */
export const ImportOptions = z.strictObject({
  /** Columns of a field; in each row the first that is not empty counts. */
  columns: z.partialRecord(FieldName, z.array(z.string().trim().min(1)).min(1).max(20)).default({}),
  /** A value for every row, written as in a file; an empty one leaves the field out. */
  constants: z.partialRecord(FieldName, z.string().max(10_000)).default({}),
  /** Rupiah for one unit of a foreign currency. */
  rates: z
    .record(
      z.string().regex(/^[A-Z]{3}$/, "must be a currency code of three letters, such as GBP"),
      z.number().positive().max(10_000_000),
    )
    .default({}),
  /** Of a workbook; the first one shown that has rows unless named. */
  sheet: z.string().trim().min(1).max(100).optional(),
  /** Of new cars whose row names no status. */
  status: z.enum(["available", "draft"]).default("available"),
});
export type ImportOptions = z.input<typeof ImportOptions>;
