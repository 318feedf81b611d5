import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { StoredEvent } from "./audit-events.ts";

export const UNTOLD_OF_STORE: Record<string, string> = {
  "POST /api/admin/cars/{id}/photo-uploads": "Nothing is there until it is completed.",
};

export const TOLD_OF_STORE: Record<string, (of: Dealership) => Partial<StoredEvent>> = {
  "POST /api/admin/photo-uploads/{id}/complete": (of) => ({
    ...{ action: "car.photos_added", subject_type: "car", subject_id: of.cars.shown.id },
    ...{ before: null, after: { photos: [expect.stringMatching(/^[0-9a-f]{64}$/)] } },
  }),
};
