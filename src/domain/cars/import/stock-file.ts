import { DomainError } from "../../errors.ts";
import type { NewCar } from "../car-input.ts";
import type { Field } from "./fields.ts";

/** Opens the bytes of a stock file, plain or gzip, from their start; read more than once. */
export type StockSource = () => AsyncIterable<Uint8Array>;

export interface StockRow {
  /** Of the file, on which the row starts; the header is line 1. */
  line: number;
  /** What the row says; an absent field is unknown. */
  car: NewCar;
}

export interface Reason {
  /** Null when the row as a whole is wrong. */
  field: Field | null;
  /** As the file names it; null when there is none. */
  column: string | null;
  /** As the file gives it; null when it is missing. */
  value: string | null;
  message: string;
}

export interface Rejection {
  line: number;
  isBlank: boolean;
  reasons: Reason[];
}

export interface RowWarning {
  line: number;
  field: Field;
  value: string | null;
  message: string;
  /** The currency for which a rate would help. */
  currency?: string;
}

/** A stock file, read and checked; nothing of it is stored yet. */
export interface StockFile {
  /** SHA-256 of the uncompressed content, hexadecimal. */
  hash: string;
  encoding: string;
  /** Rows below the header, blank ones included. */
  read: number;
  /** The fields that the file speaks of. */
  fields: Field[];
  /** Columns that fill no field. */
  unusedColumns: string[];
  /** Of new cars whose row names no status. */
  status: "available" | "draft";
  rows: StockRow[];
  rejections: Rejection[];
  warnings: RowWarning[];
}

export type ImportStage = "checking" | "reading" | "writing";
/** `total` is an estimate until the stage ends. */
export type OnProgress = (stage: ImportStage, done: number, total: number) => void;

/** A refusal of a whole file. */
export const badStockFile = (message: string) =>
  new DomainError("invalid", "STOCK_FILE_INVALID", message);

/** What a file of rejected rows puts before the columns of the original. */
export const REJECTED_COLUMNS = ["line", "reasons"];

const SHOWN_VALUE = 60;

/** Such as: year (column "tahun"): "20l9" is not a year of four digits, such as 2019. */
export function describeReason({ field, column, value, message }: Reason): string {
  if (!field) return message;
  const where = column && column !== field ? `${field} (column "${column}")` : field;
  const short = value && value.length > SHOWN_VALUE ? `${value.slice(0, SHOWN_VALUE)}…` : value;
  return short === null ? `${where}: ${message}` : `${where}: "${short}" ${message}`;
}
