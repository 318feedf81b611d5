import type { TenantScope } from "../../db/index.ts";
import type { CarPageData } from "./car-extras.ts";
import { publicCar } from "./car-view.ts";
import { findShownCar } from "./find-shown-car.ts";
import { listSimilar } from "./list-similar.ts";
import { carJsonLd } from "./structured-data/car-json-ld.ts";
import { carOpenGraph } from "./structured-data/car-open-graph.ts";

const SIMILAR = 6;

/** Parts of a car's page that cost something; those that are not wanted stay empty or absent. */
interface Wanted {
  similar: boolean;
  jsonld: boolean;
  openGraph: boolean;
}

/**
 * The public page of a car that is published or sold; `movedTo` when the slug is a former one;
 * null when there is nothing to show.
 */
export async function findPublicCar(
  scope: TenantScope,
  slug: string,
  wanted: Wanted,
): Promise<{ car: CarPageData } | { movedTo: string } | null> {
  const found = await findShownCar(scope, slug);
  if (!found || "movedTo" in found) return found;
  const car = publicCar(found.row);
  return {
    car: {
      ...car,
      similar: wanted.similar ? await listSimilar(scope, found.row, SIMILAR) : [],
      ...(wanted.jsonld && { jsonld: carJsonLd(scope.tenant, { ...car, photo: null }) }),
      ...(wanted.openGraph && { openGraph: carOpenGraph(scope.tenant, { ...car, photo: null }) }),
    },
  };
}
