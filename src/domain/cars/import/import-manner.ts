import type { KnownCar } from "./find-known-cars.ts";
import type { OnProgress } from "./stock-file.ts";
import type { StoredField } from "./stored-columns.ts";

/** Milliseconds for which an import may be undone: what it took away is kept for so long. */
export const UNDO_FOR = 7 * 24 * 3_600_000;

/** A car that an import made, at version 1. */
export interface CreatedCar {
  id: string;
  line: number;
}

/** A car that an import changed, and what it was before. */
export interface UpdatedCar {
  id: string;
  line: number;
  /** Of the car, as the import left it. */
  version: number;
  /** The fields that differ now. */
  before: Partial<Record<StoredField, unknown>>;
  /** Absent where they stayed. */
  photos?: KnownCar["photos"];
  /** Whether it was a draft that got its price. */
  wasDraft?: true;
}

/** Is told what an import does to cars, in its transaction, before that commits. */
export interface ChangeKeeper {
  created(cars: CreatedCar[]): Promise<void>;
  updated(cars: UpdatedCar[]): Promise<void>;
}

/** `rows` takes what can be taken and rejects other rows; `file` takes all rows or none. */
export const IMPORT_MODES = ["rows", "file"] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

export interface ImportManner {
  /** `rows` unless told. */
  mode?: ImportMode;
  onProgress?: OnProgress;
  keeper?: ChangeKeeper;
}
