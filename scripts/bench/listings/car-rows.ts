/** Dealerships and cars as rows, made by the database itself. */
import type pg from "pg";

/** Brand, model, variant, body, fuel, price of a new one in millions, and how many of a hundred. */
const MODELS: [string, string, string, string, string, number, number][] = [
  ["Toyota", "Avanza", "1.3 G", "mpv", "petrol", 260, 14],
  ["Toyota", "Kijang Innova", "2.4 V", "mpv", "diesel", 480, 9],
  ["Toyota", "Rush", "1.5 TRD", "suv", "petrol", 300, 5],
  ["Toyota", "Fortuner", "2.4 VRZ", "suv", "diesel", 620, 4],
  ["Honda", "Brio", "1.2 RS", "hatchback", "petrol", 240, 9],
  ["Honda", "HR-V", "1.5 E", "suv", "petrol", 390, 6],
  ["Honda", "Jazz", "1.5 RS", "hatchback", "petrol", 290, 5],
  ["Honda", "CR-V", "1.5 Turbo", "suv", "petrol", 580, 3],
  ["Daihatsu", "Xenia", "1.3 R", "mpv", "petrol", 240, 7],
  ["Daihatsu", "Sigra", "1.2 R", "mpv", "petrol", 180, 6],
  ["Daihatsu", "Ayla", "1.0 X", "hatchback", "petrol", 150, 4],
  ["Suzuki", "Ertiga", "1.5 GX", "mpv", "petrol", 270, 6],
  ["Suzuki", "XL7", "1.5 Alpha", "suv", "hybrid", 300, 3],
  ["Mitsubishi", "Xpander", "1.5 Ultimate", "mpv", "petrol", 310, 8],
  ["Mitsubishi", "Pajero Sport", "2.4 Dakar", "suv", "diesel", 640, 3],
  ["Nissan", "Livina", "1.5 VL", "mpv", "petrol", 310, 2],
  ["Mazda", "CX-5", "2.5 Elite", "suv", "petrol", 620, 2],
  ["Wuling", "Air EV", "Long Range", "hatchback", "electric", 300, 2],
  ["BMW", "320i", "Sport", "sedan", "petrol", 1_050, 1],
  ["Mercedes-Benz", "C 200", "Avantgarde", "sedan", "petrol", 1_150, 1],
];

const shares = MODELS.map(([, , , , , , share]) => share);
const modelRows = MODELS.map(([brand, model, variant, body, fuel, price], at) => {
  const from = shares.slice(0, at).reduce((sum, share) => sum + share, 0);
  const texts = [brand, model, variant, body, fuel].map((text) => `'${text}'`).join(", ");
  return `(${texts}, ${price}000000::bigint, ${from}, ${from + (shares[at] ?? 0)})`;
}).join(",\n");

/** As `tenantId` writes it. */
const TENANT = "('00000000-0000-7000-8000-' || lpad(to_hex(t.n), 12, '0'))::uuid";
const CAR = "('00000000-0000-7000-9000-' || lpad(to_hex(g.n), 12, '0'))::uuid";
const TENANTS = "generate_series($1::int, $2::int) AS t (n)";

/** Neighbours in time are strangers in brand, age and mileage. Eight of ten are on offer. */
const CARS = `
  INSERT INTO cars (tenant_id, id, display_code, slug, brand, model, variant, year, price_idr,
    credit_price_idr, cost_idr, transmission, fuel, body_type, color, mileage_km, engine_cc, plate,
    location, status, listed_at, sold_at)
  SELECT ${TENANT}, ${CAR}, 'B-' || g.n,
    lower(replace(m.brand || '-' || m.model, ' ', '-')) || '-' || g.n || '-' || g.year,
    m.brand, m.model, m.variant, g.year, g.price, g.price * 97 / 100, g.price * 88 / 100,
    (ARRAY['manual', 'automatic', 'cvt'])[1 + g.n % 3], m.fuel, m.body,
    (ARRAY['Putih', 'Hitam', 'Silver', 'Abu-abu', 'Merah', 'Biru'])[1 + g.n * 5 % 6],
    g.n * 7919 % 180000, 1500, 'B ' || (1 + g.n % 9999) || ' XYZ', 'Jakarta Selatan',
    (ARRAY['available', 'available', 'available', 'available', 'available', 'available',
      'available', 'booking', 'sold', 'draft'])[1 + g.n * 3 % 10],
    timestamptz '2026-11-01' - g.n * 6700417 % 31536000 * interval '1 second',
    CASE WHEN g.n * 3 % 10 = 8 THEN timestamptz '2026-11-02' END
  FROM (
    SELECT s.n, s.pick, 2010 + (s.n * 31 % 16)::int AS year, m.base * (60 + s.n * 31 % 16 * 2)
      / 100 / 500000 * 500000 AS price, m.ordinal
    FROM (SELECT n, (n * 61 + 17) % 100 AS pick FROM generate_series(1, $3::bigint) AS n) AS s
    JOIN models m ON s.pick >= m.first AND s.pick < m.behind
  ) AS g JOIN models m ON m.ordinal = g.ordinal
  CROSS JOIN ${TENANTS}`;

const PHOTOS = `
  INSERT INTO car_photos (tenant_id, car_id, position, url, is_primary)
  SELECT c.tenant_id, c.id, 0, 'https://photos.example.com/' || c.slug || '.jpg', true
  FROM ${TENANTS} JOIN cars c ON c.tenant_id = ${TENANT}`;

/** Makes the words known that cars are made of. */
export async function openCarRows(owner: pg.Client): Promise<void> {
  await owner.query(`CREATE TEMP TABLE models AS
    SELECT row_number() OVER () AS ordinal, * FROM (VALUES ${modelRows})
    AS m (brand, model, variant, body, fuel, base, first, behind)`);
  // The rows fit together by themselves; checking each reference would take the longest.
  await owner.query("SET session_replication_role = replica");
}

const DEALERSHIPS = [
  `INSERT INTO tenants (id, slug, name, status)
   SELECT ${TENANT}, 'bench' || t.n, 'Bench ' || t.n, 'active' FROM ${TENANTS}`,
  `INSERT INTO catalogue_versions (tenant_id) SELECT ${TENANT} FROM ${TENANTS}`,
  `INSERT INTO stock_counters (tenant_id) SELECT ${TENANT} FROM ${TENANTS}`,
];

/** Adds the dealerships of two numbers and all between them, with so many cars each. */
export async function addDealerships(
  owner: pg.Client,
  { from, to, cars }: { from: number; to: number; cars: number },
): Promise<void> {
  for (const sql of DEALERSHIPS) await owner.query(sql, [from, to]);
  await owner.query(CARS, [from, to, cars]);
  await owner.query(PHOTOS, [from, to]);
}
