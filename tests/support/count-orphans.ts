import type pg from "pg";
import { originalKey, renditionKey } from "../../src/domain/photos/picture-key.ts";
import { storedRenditions } from "../../src/domain/photos/stored-rendition.ts";

interface PictureRow {
  tenant_id: string;
  id: string;
  status: string;
  renditions: unknown;
  used: boolean;
}

/** What the tables and the object store do not agree on, when nothing is under way. */
export async function countOrphans(owner: pg.Client, keys: string[]) {
  const { rows } = await owner.query<PictureRow>(
    `SELECT tenant_id, id, status, renditions,
       EXISTS (SELECT FROM car_photos p WHERE p.picture_id = pictures.id) AS used FROM pictures`,
  );
  const { rows: left } = await owner.query<{ rows: number }>(
    `SELECT ((SELECT count(*) FROM photo_uploads) + (SELECT count(*) FROM photo_addresses))::int AS rows`,
  );
  const due = new Set(
    rows.flatMap(({ tenant_id: tenant, id, renditions }) => [
      originalKey(tenant, id),
      ...storedRenditions(renditions).map(({ width, format }) =>
        renditionKey(tenant, id, width, format),
      ),
    ]),
  );
  const there = new Set(keys);
  return {
    pictures: rows.length,
    files: keys.length,
    orphanRows:
      rows.filter(({ status, used }) => !used || status !== "ready").length + (left[0]?.rows ?? 0),
    orphanFiles: keys.filter((key) => !due.has(key)).length,
    missingFiles: [...due].filter((key) => !there.has(key)).length,
  };
}
