import type pg from "pg";
import { findTenant, type TenantRecord } from "../../src/db/index.ts";
import type { TestApp } from "./test-app.ts";

/** One of many small dealerships, with one car whose texts all name it. */
export interface CrowdMember {
  id: string;
  host: string;
  /** Its slug; occurs in its texts and in nobody else's. */
  mark: string;
  carId: string;
  /** Access token of its owner. */
  token: string;
  record: TenantRecord;
}

/** A mark of anybody's. */
export const MARKS = /mark[0-9a-f]{12}/g;

/** Slug of a car that each of them has. */
export const CROWD_SLUG = "the-same-2020";

/** Opens many dealerships at once, faster than one by one. */
export async function openCrowd(
  app: TestApp,
  owner: pg.Client,
  count: number,
): Promise<CrowdMember[]> {
  const members = Array.from({ length: count }, () => {
    const id = crypto.randomUUID();
    const mark = `mark${id.replaceAll("-", "").slice(0, 12)}`;
    return { id, mark, carId: crypto.randomUUID(), staffId: crypto.randomUUID() };
  });
  const records = `jsonb_to_recordset($1::jsonb)
    AS r(id uuid, "carId" uuid, "staffId" uuid, mark text)`;
  for (const insert of [
    `tenants (id, slug, name, status) SELECT id, mark, mark, 'active'`,
    `catalogue_versions (tenant_id) SELECT id`,
    `stock_counters (tenant_id) SELECT id`,
    `staff (tenant_id, id, email, name, role, status, password_hash)
       SELECT id, "staffId", 'owner@' || mark || '.test', mark, 'owner', 'active', 'no hash'`,
    `sessions (tenant_id, id, staff_id, expires_at) SELECT id, "staffId", "staffId", '2100-01-01'`,
    `cars (tenant_id, id, display_code, slug, brand, model, year, price_idr, status, description)
       SELECT id, "carId", 'SAME', '${CROWD_SLUG}', 'Same', mark, 2020, 1, 'available', mark`,
    `leads (tenant_id, name, phone, source) SELECT id, mark, '+628110000000', 'phone'`,
  ]) {
    await owner.query(`INSERT INTO ${insert} FROM ${records}`, [JSON.stringify(members)]);
  }
  return Promise.all(
    members.map(async ({ id, carId, staffId, mark }) => {
      const record = await findTenant(app.deps.database, { slug: mark });
      if (!record) throw new Error("a dealership of the crowd is missing");
      const token = await app.deps.accessTokens.sign({
        ...{ staffId, tenantId: id, sessionId: staffId },
      });
      return {
        ...{ id, mark, carId, token, record, host: `${mark}.localhost` },
      };
    }),
  );
}
