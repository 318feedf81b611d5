import { Prisma, type TenantScope } from "../../db/index.ts";
import { DAY, REQUESTS_A_DAY, STRANGERS_A_DAY } from "./limits.ts";

/** Whether a person wrote to the dealership from a number, by a moment. */
const wroteBy = (tenantId: string, phone: Prisma.Sql, at: Prisma.Sql) => Prisma.sql`
  EXISTS (
    SELECT FROM whatsapp_devices d
    JOIN conversations c ON c.tenant_id = ${tenantId}::uuid AND c.device_id = d.id
      AND c.person = ${phone}
    JOIN messages m ON m.tenant_id = ${tenantId}::uuid AND m.conversation_id = c.id
      AND m.direction = 'inbound' AND m.received_at <= ${at}
    WHERE d.tenant_id = ${tenantId}::uuid)`;

/** Whether the dealership may write to one more number today that never wrote to it. */
async function mayAskStranger({ db, tenant, now }: TenantScope, phone: string): Promise<boolean> {
  const [known] = await db.$queryRaw<{ wrote: boolean }[]>`
    SELECT ${wroteBy(tenant.id, Prisma.sql`${phone}`, Prisma.sql`${now}::timestamptz`)} AS wrote`;
  if (known?.wrote) return true;
  const since = new Date(now.getTime() - DAY);
  const [strangers] = await db.$queryRaw<{ asked: number }[]>`
    SELECT count(*)::integer AS asked FROM car_subscriptions s
    WHERE s.tenant_id = ${tenant.id}::uuid AND s.asked_at > ${since}::timestamptz
      AND s.confirmed_at IS NULL
      AND NOT ${wroteBy(tenant.id, Prisma.sql`s.phone`, Prisma.sql`s.asked_at`)}`;
  return (strangers?.asked ?? 0) < STRANGERS_A_DAY;
}

/**
 * Whether the owner of a number may be asked about a subscription now: about one no twice a day,
 * about few a day, and few a day of those who never wrote to the dealership. The caller holds the
 * row of the device that would write, so that two at once are counted one after another.
 */
export async function mayAsk(
  scope: TenantScope,
  { phone, askedAt }: { phone: string; askedAt: Date | null },
): Promise<boolean> {
  const { db, tenant, now } = scope;
  const since = new Date(now.getTime() - DAY);
  if (askedAt && askedAt > since) return false;
  const where = { tenantId: tenant.id, phone };
  const asked = await db.carSubscription.count({ where: { ...where, askedAt: { gt: since } } });
  const confirmed = await db.carSubscription.count({
    where: { ...where, confirmedAt: { not: null } },
  });
  if (asked >= REQUESTS_A_DAY[confirmed > 0 ? "confirmed" : "unconfirmed"]) return false;
  return mayAskStranger(scope, phone);
}
