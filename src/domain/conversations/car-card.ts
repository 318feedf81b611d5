import type { TenantScope } from "../../db/index.ts";
import { formatRupiah } from "../cars/price-format.ts";
import { PUBLISHED } from "../cars/vocabulary.ts";
import { conflict, notFound } from "../errors.ts";

export interface CarCardText {
  text: string;
  /** Of the first photo, where everybody can fetch it. */
  photoUrl: string | null;
}

/**
 * What a car is at this moment, to be sent: its name, price and page.
 * @throws DomainError not found, conflict CAR_NOT_PUBLISHED.
 */
export async function carCard({ db, tenant }: TenantScope, carId: string): Promise<CarCardText> {
  const car = await db.car.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id: carId } },
    include: { photos: { orderBy: [{ isPrimary: "desc" }, { position: "asc" }], take: 1 } },
  });
  if (!car) throw notFound("car");
  if (!PUBLISHED.some((status) => status === car.status)) {
    throw conflict("CAR_NOT_PUBLISHED", "This car is not on sale.");
  }
  const [host] = tenant.hosts;
  const url = car.photos[0]?.url ?? "";
  const lines = [
    [car.brand, car.model, car.variant, car.year].filter(Boolean).join(" "),
    car.priceIdr && formatRupiah(Number(car.priceIdr)),
    host && `https://${host}/cars/${car.slug}`,
  ];
  return {
    text: lines.filter(Boolean).join("\n"),
    photoUrl: url.startsWith("https://") ? url : null,
  };
}
