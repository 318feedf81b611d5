import type { MediaView } from "./schemas.ts";

interface MediaRow extends Omit<MediaView, "status" | "createdAt"> {
  status: string;
  createdAt: Date;
}

export const mediaView = (row: MediaRow): MediaView => ({
  ...{ id: row.id, contentType: row.contentType, bytes: row.bytes },
  ...{ filename: row.filename, reason: row.reason, createdAt: row.createdAt.toISOString() },
  status: row.status as MediaView["status"],
});
