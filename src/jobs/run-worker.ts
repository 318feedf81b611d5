import { workerUrl } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import { type JobHandler, type JobWorker, startJobWorker } from "../infra/job-queue.ts";
import { TASKS, type TaskName, type TaskPayload } from "./contracts.ts";
import { assignBacklogJob } from "./handlers/assign-backlog.ts";
import { checkDeviceJob } from "./handlers/check-device.ts";
import { deleteObjectsJob } from "./handlers/delete-objects.ts";
import { deliverEmailJob } from "./handlers/deliver-email.ts";
import { deliverNotificationJob } from "./handlers/deliver-notification.ts";
import { deviceConnectionChangedJob } from "./handlers/device-connection-changed.ts";
import { escalateReplyJob } from "./handlers/escalate-reply.ts";
import { expireHoldJob } from "./handlers/expire-hold.ts";
import { fetchMediaJob } from "./handlers/fetch-media.ts";
import { followScheduleJob } from "./handlers/follow-schedule.ts";
import { followUpContactsJob } from "./handlers/follow-up-contacts.ts";
import { importStockJob } from "./handlers/import-stock.ts";
import { noteStockValueJob } from "./handlers/note-stock-value.ts";
import { notifySubscribersJob } from "./handlers/notify-subscribers.ts";
import { remindReplyJob } from "./handlers/remind-reply.ts";
import { remindTaxesJob } from "./handlers/remind-taxes.ts";
import { renderPictureJob } from "./handlers/render-picture.ts";
import { sendDigestsJob } from "./handlers/send-digests.ts";
import { sendMessagesJob } from "./handlers/send-messages.ts";
import { sendPasswordResetJob } from "./handlers/send-password-reset.ts";
import { sweepImportJob } from "./handlers/sweep-import.ts";
import { sweepPhotoAddressesJob } from "./handlers/sweep-photo-addresses.ts";
import { sweepPictureJob } from "./handlers/sweep-picture.ts";
import { sweepSubscriptionJob } from "./handlers/sweep-subscription.ts";
import { sweepUploadJob } from "./handlers/sweep-upload.ts";
import { undoImportJob } from "./handlers/undo-import.ts";

const HANDLERS: {
  [Task in TaskName]: (deps: Deps, payload: TaskPayload<Task>) => Promise<void>;
} = {
  deleteObjects: deleteObjectsJob,
  deliverEmail: deliverEmailJob,
  deliverNotification: deliverNotificationJob,
  fetchMedia: fetchMediaJob,
  assignBacklog: assignBacklogJob,
  escalateReply: escalateReplyJob,
  expireHold: expireHoldJob,
  followSchedule: followScheduleJob,
  followUpContacts: followUpContactsJob,
  importStock: importStockJob,
  undoImport: undoImportJob,
  sweepImport: sweepImportJob,
  noteStockValue: noteStockValueJob,
  remindReply: remindReplyJob,
  remindTaxes: remindTaxesJob,
  renderPicture: renderPictureJob,
  sweepPhotoAddresses: sweepPhotoAddressesJob,
  sweepPicture: sweepPictureJob,
  sendDigests: sendDigestsJob,
  checkDevice: checkDeviceJob,
  deviceConnectionChanged: deviceConnectionChangedJob,
  sendMessages: sendMessagesJob,
  sendPasswordReset: sendPasswordResetJob,
  notifySubscribers: notifySubscribersJob,
  sweepSubscription: sweepSubscriptionJob,
  sweepUpload: sweepUploadJob,
};

/** What waits for others, a gateway that is slow among them, and holds no connection meanwhile. */
const OUTWARD: TaskName[] = [
  ...(["sendMessages", "checkDevice", "deliverNotification", "deliverEmail"] as const),
  ...(["fetchMedia", "deleteObjects", "renderPicture"] as const),
];
const OUTWARD_AT_ONCE = 16;
/** What takes long, and much memory: one at a time, whosever it is. */
const LENGTHY: TaskName[] = ["importStock", "undoImport"];
/** What works in the database alone, and is never kept waiting by what does not. */
const INWARD_AT_ONCE = 4;

/** Takes up the jobs of every tenant until it is stopped. */
export function runWorker(deps: Deps, ownerUrl: string): JobWorker {
  const inward = (Object.keys(TASKS) as TaskName[]).filter(
    (name) => !OUTWARD.includes(name) && !LENGTHY.includes(name),
  );
  const start = (names: TaskName[], concurrency: number) => {
    const tasks = Object.fromEntries(names.map((name) => [name, handlerOf(deps, name)]));
    return startJobWorker(workerUrl(ownerUrl), tasks, { concurrency, log: deps.log });
  };
  const workers = [
    start(OUTWARD, OUTWARD_AT_ONCE),
    start(inward, INWARD_AT_ONCE),
    start(LENGTHY, 1),
  ];
  return {
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
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
