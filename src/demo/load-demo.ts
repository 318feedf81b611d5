import { type TenantDb, withOperator } from "../db/index.ts";
import { hashPassword } from "../domain/staff/password.ts";
import { hashToken } from "../infra/secrets.ts";
import { carRows } from "./car-rows.ts";
import { DEMO_DEALERS, DEMO_PASSWORD } from "./dealers.ts";
import type { DemoDealer } from "./demo-dealer.ts";
import { STAFF_KEYS } from "./demo-lead.ts";
import { leadRows } from "./lead-rows.ts";

const newId = () => Bun.randomUUIDv7();

/** Any number: it only has to be the same in every process that loads the demo. */
const DEMO_LOCK = 7_205_120;

/**
 * Loads the demo's dealerships into a database that has none, all or nothing; of processes that
 * start together one does. Times are counted back from now.
 * @returns whether it did.
 */
export function loadDemo(ownerUrl: string): Promise<boolean> {
  return withOperator(ownerUrl, async ({ db, enterTenant, asOwner }) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(${DEMO_LOCK})`;
    if ((await db.tenant.count()) > 0) return false;
    const passwordHash = await hashPassword(DEMO_PASSWORD, "demo");
    const now = new Date();
    await asOwner();
    for (const dealer of DEMO_DEALERS) {
      const tenantId = Bun.randomUUIDv7();
      await enterTenant(tenantId);
      await loadDealer(db, tenantId, dealer, passwordHash, now);
    }
    return true;
  });
}

async function loadDealer(
  db: TenantDb,
  tenantId: string,
  dealer: DemoDealer,
  passwordHash: string,
  now: Date,
): Promise<void> {
  const { domain, staff, whatsappToken, cars, leads, ...profile } = dealer;
  await db.tenant.create({ data: { id: tenantId, status: "active", ...profile } });
  await db.domain.create({ data: { tenantId, host: domain, isPrimary: true } });
  await db.catalogueVersion.create({ data: { tenantId } });
  await db.stockCounter.create({ data: { tenantId, lastNumber: cars.length } });

  const staffIds = { owner: newId(), admin: newId(), sales: newId(), sales2: newId() };
  await db.staff.createMany({
    data: STAFF_KEYS.map((key) => ({
      ...{ tenantId, id: staffIds[key], status: "active", passwordHash },
      ...staff[key],
    })),
  });
  const deviceId = newId();
  const tokenHash = hashToken(whatsappToken);
  await db.whatsappDevice.create({
    data: { tenantId, id: deviceId, label: "Showroom" },
  });
  await db.webhookToken.create({ data: { tenantId, deviceId, tokenHash } });

  const stock = carRows(tenantId, cars, now);
  await db.car.createMany({ data: stock.cars });
  await db.carPhoto.createMany({ data: stock.photos });
  await db.carSale.createMany({ data: stock.sales });
  await db.preparationStep.createMany({ data: stock.steps });

  const dealership = { tenantId, deviceId, staffIds, cars: stock.known, now };
  const rows = leads.map((lead) => leadRows(lead, dealership));
  await db.lead.createMany({ data: rows.map(({ lead }) => lead) });
  await db.enquiry.createMany({ data: rows.flatMap(({ enquiries }) => enquiries) });
  await db.leadNote.createMany({ data: rows.flatMap(({ notes }) => notes) });
  await db.conversation.createMany({ data: rows.flatMap(({ conversations }) => conversations) });
  await db.message.createMany({ data: rows.flatMap(({ messages }) => messages) });
}
