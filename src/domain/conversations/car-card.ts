import type { TenantScope } from "../../db/index.ts";
import { carPageUrl } from "../cars/car-page-url.ts";
import { getCarRow } from "../cars/car-row.ts";
import { carTitle } from "../cars/car-view.ts";
import { formatRupiah } from "../cars/price-format.ts";
import { conflict } from "../errors.ts";
import { pictureView } from "../photos/picture-view.ts";

export interface CarCardMessage {
  text: string;
  /** Absolute; null where there is no photo that the gateway can reach. */
  photoUrl: string | null;
}

const TRANSMISSIONS: Record<string, string> = {
  ...{ manual: "Manual", automatic: "Otomatis", semi_automatic: "Semi-otomatis" },
  ...{ cvt: "CVT", dct: "DCT" },
};

const kilometres = (distance: number) => `${new Intl.NumberFormat("id-ID").format(distance)} km`;

/**
 * A car as it is offered in a conversation: with the price and the first photo of the moment.
 * @throws DomainError not found; conflict CAR_NOT_LISTED for a draft, CAR_SOLD for a sold car.
 */
export async function carCard(scope: TenantScope, carId: string): Promise<CarCardMessage> {
  const { tenant } = scope;
  const car = await getCarRow(scope, carId);
  if (car.status === "draft") {
    throw conflict("CAR_NOT_LISTED", "This car is a draft; publish it before offering it.");
  }
  if (car.status === "sold") throw conflict("CAR_SOLD", "This car is sold; offer another one.");
  const transmission = TRANSMISSIONS[car.transmission ?? ""];
  const lines = [
    `*${carTitle(car)}*${car.status === "booking" ? " (sudah dipesan)" : ""}`,
    car.priceIdr === null ? null : `Harga: ${formatRupiah(Number(car.priceIdr))}`,
    `Tahun: ${car.year}`,
    car.mileageKm === null ? null : `Kilometer: ${kilometres(car.mileageKm)}`,
    transmission && `Transmisi: ${transmission}`,
    carPageUrl(tenant, car.slug),
  ];
  const photo = car.photos.find(({ isPrimary }) => isPrimary) ?? car.photos[0];
  // WhatsApp shows a WebP as a sticker, or not at all.
  const jpeg = photo?.picture && pictureView(photo.picture).jpeg;
  return {
    text: lines.filter(Boolean).join("\n"),
    photoUrl: photo ? absolute(jpeg ?? photo.url, tenant.hosts[0]) : null,
  };
}

function absolute(url: string, host: string | undefined): string | null {
  const found = URL.parse(url, host && `https://${host}`);
  return found && /^https?:$/.test(found.protocol) ? found.href : null;
}
