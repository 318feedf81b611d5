import type { TenantScope } from "../../db/index.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import type { ImportRow } from "./import-row.ts";

type Shown = Pick<ImportRow, "id" | "state" | "rowsDone" | "rowsTotal">;

/** Tells the staff who follow events how far an import is. */
export const publishImport = (
  scope: TenantScope,
  { id, state, rowsDone, rowsTotal }: Shown,
): Promise<void> =>
  publishLiveEvent(scope, {
    kind: "import.changed",
    payload: { importId: id, state, done: rowsDone, total: rowsTotal },
  });
