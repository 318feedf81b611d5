import type { Deps } from "../../deps.ts";
import { deleteObjects } from "../../domain/media/delete-objects.ts";
import type { TaskPayload } from "../contracts.ts";

export const deleteObjectsJob = (
  { objects }: Deps,
  { tenantId, keys }: TaskPayload<"deleteObjects">,
): Promise<void> => deleteObjects(objects, tenantId, keys);
