import type { Deps } from "../../deps.ts";
import type { TaskPayload } from "../contracts.ts";

export async function fetchMediaJob(
  _deps: Deps,
  _payload: TaskPayload<"fetchMedia">,
): Promise<void> {}
