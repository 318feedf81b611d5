import type { Prisma, TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { SHOWN_PICTURE } from "../photos/picture-view.ts";
import { scheduleView } from "./publishing/schedule-view.ts";

/** What a whole car is read with. */
const WITH_PHOTOS = {
  schedule: true,
  photos: { orderBy: { position: "asc" }, include: { picture: SHOWN_PICTURE } },
} as const satisfies Prisma.CarInclude;

export type CarRow = Prisma.CarGetPayload<{ include: typeof WITH_PHOTOS }>;

/** A car as it is stored, with its photos in order. @throws DomainError not found. */
export async function getCarRow({ db, tenant }: TenantScope, id: string): Promise<CarRow> {
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  const row = await db.car.findUnique({ where, include: WITH_PHOTOS });
  if (!row) throw notFound("car");
  return row;
}

/** What the audit log compares of a car. */
export const auditedCar = ({ photos, schedule, ...car }: CarRow) => ({
  ...car,
  schedule: schedule && scheduleView(schedule),
  photos: photos.map(({ url, caption, isPrimary }) => ({ url, caption, isPrimary })),
});
