import type { PublicCarQuery } from "../public-car-query.ts";
import { GONE } from "./columns.ts";
import { countFacets } from "./count-facets.ts";
import { gatherMatching } from "./gather-places.ts";
import { matchCars } from "./match-cars.ts";
import { searchStock } from "./search/search-stock.ts";
import { selectRelevant, selectSorted } from "./select-page.ts";
import type { Stock } from "./stock.ts";
import { IS_PUBLISHED } from "./stock-orders.ts";

/**
 * The page that a query asks for, how many there are, and their counts by each facet.
 * @throws DomainError invalid when the cursor is none of this list.
 */
export function findCars(stock: Stock, query: PublicCarQuery) {
  const { q, limit, page, facets } = query;
  const found = q === undefined ? null : searchStock(q, stock);
  // Where hidden cars stand among the others would tell of them.
  const ranked = found?.places.filter((place) => IS_PUBLISHED[stock.status[place] ?? GONE] === 1);
  const fails = matchCars(stock, query, ranked);
  const matching = gatherMatching(fails);
  const sort = query.sort ?? (found ? "relevance" : "newest");
  const selected =
    sort === "relevance"
      ? selectRelevant(stock, ranked ?? new Int32Array(0), fails, query)
      : selectSorted(stock, sort, fails, query);
  return {
    ids: selected.places.map((place) => stock.id(place)),
    ...(facets && { facets: countFacets(stock, fails, matching, facets) }),
    meta: {
      ...{
        total: matching.places.length,
        limit,
        ...(page && { page }),
        nextCursor: selected.nextCursor,
      },
      ...(found && { understood: found.understood }),
    },
  };
}
