/** What subscribers are told, in the words of the dealerships' customers. */
import type { TenantRecord } from "../../db/index.ts";
import { carPageUrl } from "../cars/car-page-url.ts";
import { carTitle } from "../cars/car-view.ts";
import { formatRupiah } from "../cars/price-format.ts";
import { renderTemplate } from "../templates/render-template.ts";
import { CONFIRMABLE_FOR } from "./limits.ts";
import type { SubscriptionKind } from "./schemas.ts";

interface Subscribed {
  kind: SubscriptionKind;
  code: string;
  carTitle: string;
}

type Dealership = Pick<TenantRecord, "name" | "hosts">;

export interface OfferedCar {
  slug: string;
  brand: string;
  model: string;
  variant: string | null;
  year: number;
  priceIdr: bigint;
}

const HOURS = CONFIRMABLE_FOR / 3_600_000;

const WISHES: Record<SubscriptionKind, string> = {
  price_drop: "bila harga {{car}} turun",
  back_in_stock: "bila {{car}}, atau mobil lain dengan model yang sama, tersedia lagi",
};

const joined = (...lines: (string | null)[]) => lines.filter((line) => line !== null).join("\n");

const howToEnd = (code: string) =>
  `Balas BERHENTI ${code} untuk menghentikan kabar ini, atau STOP untuk semua pesan otomatis.`;

/**
 * Asks the owner of a number. Nothing of it is in the words of whoever typed the number into the
 * site: a stranger cannot have the dealership say anything to anybody.
 */
export const requestText = ({ name }: Dealership, { kind, code, carTitle }: Subscribed): string =>
  renderTemplate(
    joined(
      `Halo, di situs {{dealership}} ada permintaan untuk mengabari nomor ini lewat WhatsApp ${WISHES[kind]}.`,
      `Balas YA ${code} dalam ${HOURS} jam untuk menyetujui. Tanpa balasan, kami tidak mengirim kabar apa pun.`,
      "Balas STOP bila tidak ingin menerima pesan otomatis dari kami.",
    ),
    { dealership: name, car: carTitle },
  );

export const confirmedText = ({ name }: Dealership, { kind, code, carTitle }: Subscribed): string =>
  renderTemplate(
    joined(`Siap, {{dealership}} akan mengabari Anda ${WISHES[kind]}.`, howToEnd(code)),
    { dealership: name, car: carTitle },
  );

export const endedText = ({ name }: Dealership, carTitle: string): string =>
  renderTemplate("Baik, {{dealership}} tidak akan mengirim kabar tentang {{car}} lagi.", {
    ...{ dealership: name, car: carTitle },
  });

export const priceDropText = (
  dealership: Dealership,
  { code }: Subscribed,
  car: OfferedCar,
  toldPriceIdr: bigint,
): string => {
  const before = formatRupiah(Number(toldPriceIdr));
  return joined(
    renderTemplate(
      `Kabar baik dari {{dealership}}: harga {{car}} turun dari ${before} menjadi {{price}}.`,
      valuesOf(dealership, car),
    ),
    carPageUrl(dealership, car.slug),
    howToEnd(code),
  );
};

export const backInStockText = (
  dealership: Dealership,
  { carTitle: wanted }: Subscribed,
  car: OfferedCar,
  isSame: boolean,
): string =>
  joined(
    renderTemplate(
      isSame
        ? "Kabar baik dari {{dealership}}: {{car}} tersedia lagi, harganya {{price}}."
        : "Kabar baik dari {{dealership}}: ada {{car}}, harganya {{price}}.",
      valuesOf(dealership, car),
    ),
    isSame
      ? null
      : renderTemplate("Modelnya sama dengan {{car}} yang Anda tunggu.", { car: wanted }),
    carPageUrl(dealership, car.slug),
    "Dengan ini kabar yang Anda minta selesai.",
  );

const valuesOf = ({ name }: Dealership, car: OfferedCar) => ({
  ...{ dealership: name, car: carTitle(car) },
  price: formatRupiah(Number(car.priceIdr)),
});
