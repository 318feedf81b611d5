/** The dealership that grows, and who looks at it. */
import type pg from "pg";
import type { Deps } from "../../src/deps.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { newToken } from "../../src/infra/secrets.ts";
import type { Grown } from "./growth-rows.ts";
import type { Reader } from "./measure-pages.ts";

const SALESPEOPLE = 20;

/** A dealership with staff, a number and a car. */
export async function openGrown(owner: pg.Client, ownerUrl: string, slug: string) {
  const { id, ownerId } = await createTenant(
    ownerUrl,
    {
      ...{ slug, name: `Dealer ${slug}` },
      owner: { name: "Olla", email: `owner@${slug}.test`, password: newToken() },
    },
    "localhost",
  );
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO staff (tenant_id, email, name, role, status, password_hash)
     SELECT $1, 'sales' || n || '@${slug}.test', 'Sales ' || n, 'sales', 'active', 'of nobody'
     FROM generate_series(1, ${SALESPEOPLE}) AS n RETURNING id`,
    [id],
  );
  const device = await owner.query(
    "INSERT INTO whatsapp_devices (tenant_id, label) VALUES ($1, 'Showroom') RETURNING id",
    [id],
  );
  const car = await owner.query(
    `INSERT INTO cars (tenant_id, display_code, slug, brand, model, year, price_idr, status)
     VALUES ($1, 'A1', 'avanza', 'Toyota', 'Avanza', 2019, 150000000, 'available') RETURNING id`,
    [id],
  );
  const staff = rows.map((row) => row.id);
  const grown: Grown = { id, staff, device: device.rows[0].id, car: car.rows[0].id };
  return { ...grown, ownerId };
}

/** A login of somebody, as if by their password. */
export async function logIn(
  owner: pg.Client,
  { accessTokens }: Deps,
  { id: tenantId }: Pick<Grown, "id">,
  staffId: string,
): Promise<Reader> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO sessions (tenant_id, staff_id, expires_at)
     VALUES ($1, $2, now() + interval '1 day') RETURNING id`,
    [tenantId, staffId],
  );
  const sessionId = rows[0]?.id ?? "";
  const token = await accessTokens.sign({ tenantId, staffId, sessionId });
  return { key: `${tenantId}:${staffId}`, token };
}
