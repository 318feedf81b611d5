import type { StoredEvent } from "./audit-events.ts";

export const MEDIA_TOLD: Record<string, () => Partial<StoredEvent>> = {
  "POST /api/admin/media": () => ({
    ...{ action: "media.uploaded", subject_type: "media", before: null },
    after: { contentType: "image/gif", bytes: 37 },
  }),
};
