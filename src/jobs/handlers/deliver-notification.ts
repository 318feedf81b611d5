import type { Deps } from "../../deps.ts";
import type { TaskPayload } from "../contracts.ts";

export async function deliverNotificationJob(
  _deps: Deps,
  _payload: TaskPayload<"deliverNotification">,
): Promise<void> {}
