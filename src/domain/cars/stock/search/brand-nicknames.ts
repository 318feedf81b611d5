import { compact } from "../../matching/words.ts";

const NICKNAMES = new Map(
  Object.entries({
    mercedesbenz:
      "mercy mercedes mercedez mercedezbenz mersi mersedes merc benz marcy mb mercedesbens",
    volkswagen: "vw volkswagon vokswagen folkswagen volks vewe",
    bmw: "bimmer beemer bemer bmv",
    chevrolet: "chevy chevi chevrolete cevrolet",
    mitsubishi: "mitsu mits mitsubisi mitshubishi",
    daihatsu: "dai daihatzu daihatsyu",
    hyundai: "hyunday hundai yundai hiunday hyundae",
    toyota: "toyo toyotta tayota",
    suzuki: "zuzuki susuki",
    nissan: "nisan datsunnissan",
    skoda: "scoda",
    vauxhall: "vaux opel",
    landrover: "lr landy landrover",
    porsche: "porche porsch",
    lexus: "leksus",
    wuling: "wulling",
  }),
);

/** What a brand is called: its name, the words of it that are long enough, and nicknames. */
export function brandFormsOf(brand: string): string[] {
  const name = compact(brand);
  const words = brand
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 3);
  return [name, ...words, ...(NICKNAMES.get(name)?.split(" ") ?? [])];
}
