import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { StoredEvent } from "./audit-events.ts";

export const TOLD_OF_PHOTOS: Record<string, (of: Dealership) => Partial<StoredEvent>> = {
  "POST /api/admin/cars/{id}/photos": (of) => ({
    ...{ action: "car.photos_added", subject_type: "car", subject_id: of.cars.shown.id },
    ...{ before: null, after: { photos: [expect.stringMatching(/^[0-9a-f]{64}$/)] } },
  }),
  "PUT /api/admin/photos/{id}": (of) => changed(of, "car.photo_replaced"),
  "POST /api/admin/photos/{id}/rotate": (of) => changed(of, "car.photo_rotated"),
  "PUT /api/admin/photos/{id}/plate": (of) => changed(of, "car.photo_plate_covered"),
  "DELETE /api/admin/photos/{id}/plate": (of) => changed(of, "car.photo_plate_shown"),
  "DELETE /api/admin/photos/{id}": (of) => ({
    ...{ action: "car.photo_deleted", subject_type: "car", subject_id: of.cars.draft.id },
    ...{ before: expect.objectContaining({ photoId: of.removedPhoto }), after: null },
  }),
};

const changed = ({ cars }: Dealership, action: StoredEvent["action"]): Partial<StoredEvent> => ({
  ...{ action, subject_type: "car", subject_id: cars.shown.id },
  after: expect.objectContaining({ picture: expect.stringMatching(/^[0-9a-f]{64}$/) }),
});
