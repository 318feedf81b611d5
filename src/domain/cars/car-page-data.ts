import type { TenantRecord } from "../../db/index.ts";
import type { CarPageData } from "./car-extras.ts";
import { publicCar } from "./car-view.ts";
import type { ShownRow } from "./find-shown-car.ts";
import type { CarCard } from "./schemas.ts";
import { carJsonLd } from "./structured-data/car-json-ld.ts";
import { carOpenGraph } from "./structured-data/car-open-graph.ts";

/** Parts of a car's page that are there when they are asked for. */
interface Wanted {
  jsonld: boolean;
  openGraph: boolean;
}

/** What a car's page shows, for everybody. */
export function carPageData(
  tenant: TenantRecord,
  row: ShownRow,
  similar: CarCard[],
  { jsonld, openGraph }: Wanted,
): CarPageData {
  const car = publicCar(row);
  return {
    ...{ ...car, similar },
    ...(jsonld && { jsonld: carJsonLd(tenant, { ...car, photo: null }) }),
    ...(openGraph && { openGraph: carOpenGraph(tenant, { ...car, photo: null }) }),
  };
}
