import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";

/**
 * Has a device's queue gone on with, at once or at a moment; one job of it waits at a time. The
 * caller holds the device's row: so no message comes between a look at the queue and its end.
 */
export const sendSoon = (scope: TenantScope, deviceId: string, runAt?: Date) =>
  enqueueJob(scope, "sendMessages", { deviceId }, { key: `send:${deviceId}`, runAt });
