import { workerUrl } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import { type JobHandler, type JobWorker, startJobWorker } from "../infra/job-queue.ts";
import { TASKS, type TaskName, type TaskPayload } from "./contracts.ts";
import { checkDeviceJob } from "./handlers/check-device.ts";
import { deliverEmailJob } from "./handlers/deliver-email.ts";
import { deliverNotificationJob } from "./handlers/deliver-notification.ts";
import { deviceConnectionChangedJob } from "./handlers/device-connection-changed.ts";
import { fetchMediaJob } from "./handlers/fetch-media.ts";
import { followUpContactsJob } from "./handlers/follow-up-contacts.ts";
import { sendMessagesJob } from "./handlers/send-messages.ts";
import { sendPasswordResetJob } from "./handlers/send-password-reset.ts";

const HANDLERS: {
  [Task in TaskName]: (deps: Deps, payload: TaskPayload<Task>) => Promise<void>;
} = {
  checkDevice: checkDeviceJob,
  deliverEmail: deliverEmailJob,
  deliverNotification: deliverNotificationJob,
  deviceConnectionChanged: deviceConnectionChangedJob,
  fetchMedia: fetchMediaJob,
  followUpContacts: followUpContactsJob,
  sendMessages: sendMessagesJob,
  sendPasswordReset: sendPasswordResetJob,
};

/** Takes up the jobs of every tenant until it is stopped. */
export function runWorker(deps: Deps, ownerUrl: string): JobWorker {
  const names = Object.keys(TASKS) as TaskName[];
  const tasks = Object.fromEntries(names.map((name) => [name, handlerOf(deps, name)]));
  return startJobWorker(workerUrl(ownerUrl), tasks, deps.log);
}

function handlerOf<Task extends TaskName>(deps: Deps, task: Task): JobHandler {
  return async (payload, attempt) => {
    const started = performance.now();
    try {
      await HANDLERS[task](deps, TASKS[task].payload.parse(payload) as TaskPayload<Task>);
      deps.log.debug({ task, ms: Math.round(performance.now() - started) }, "job done");
    } catch (error) {
      const last = attempt >= TASKS[task].maxAttempts;
      const said = last ? "job failed for good" : "job failed; it is tried again";
      deps.log[last ? "error" : "warn"]({ task, attempt, err: error }, said);
      throw error;
    }
  };
}
