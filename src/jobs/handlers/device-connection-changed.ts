import type { Deps } from "../../deps.ts";
import type { TaskPayload } from "../contracts.ts";

export async function deviceConnectionChangedJob(
  _deps: Deps,
  _payload: TaskPayload<"deviceConnectionChanged">,
): Promise<void> {}
