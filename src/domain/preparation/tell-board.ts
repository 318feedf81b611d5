import type { TenantScope } from "../../db/index.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";

/** Has the boards that are open look at a car again. */
export const tellBoard = (scope: TenantScope, carId: string): Promise<void> =>
  publishLiveEvent(scope, { kind: "preparation.changed", payload: { carId } });
