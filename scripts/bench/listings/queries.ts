/** What is asked of every contender: the same cars in the words of each. */
import { DISTINCT, type Target } from "./request-text.ts";
import { SMALL_TENANTS, tenantId } from "./tenants.ts";

/** Cars of a page whose answer has about 4.4 kB. */
export const PAGE = 8;
/** Cars of a page with total and facets. */
export const FULL_PAGE = 20;
export const FACET_COLUMNS = {
  ...{ brand: "brand", model: "model", year: "year" },
  ...{ transmission: "transmission", fuel: "fuel", bodyType: "body_type" },
} as const;
/** The facets that a page with facets counts. */
export const FACETS = Object.keys(FACET_COLUMNS) as (keyof typeof FACET_COLUMNS)[];

const BRANDS = ["Toyota", "Honda", "Daihatsu", "Suzuki", "Mitsubishi"];
const PRICE = 400_000_000;

export const hostOf = (tenant: number): string => `bench${tenant}.localhost`;

export interface Listing {
  tenant: number;
  brand?: string;
  /** Rupiah, or DISTINCT. */
  priceMax: number | typeof DISTINCT;
  limit: number;
}

const tenants = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);
const byBrand = (priceMax: Listing["priceMax"], limit: number): Listing[] =>
  tenants(1, SMALL_TENANTS).flatMap((tenant) =>
    BRANDS.map((brand) => ({ tenant, brand, priceMax, limit })),
  );

/** 100 pages that are asked for again and again. */
export const REPEATED: Listing[] = byBrand(PRICE, PAGE);
/** The same pages, each time by a price that nobody asked for before. */
export const FRESH: Listing[] = byBrand(DISTINCT, PAGE);
/** Pages of a whole stock, each time by another price. */
export const FRESH_FULL: Listing[] = wholeStocks(1, SMALL_TENANTS);

export function wholeStocks(from: number, count: number): Listing[] {
  return tenants(from, count).map((tenant) => ({
    ...{ tenant, priceMax: DISTINCT, limit: FULL_PAGE },
  }));
}

const facets = `&facets=${FACETS.join(",")}`;

/** For our server; a full page comes with its facets. */
export const ours = ({ tenant, brand, priceMax, limit }: Listing): Target => ({
  host: hostOf(tenant),
  path: `/api/cars?${brand ? `brand=${brand}&` : ""}priceMax=${priceMax}&limit=${limit}${limit === FULL_PAGE ? facets : ""}`,
});

/** For the peers of this folder. */
export const peers = ({ tenant, brand, priceMax, limit }: Listing): Target => ({
  host: "127.0.0.1",
  path: `/cars?tenant=${tenantId(tenant)}${brand ? `&brand=${brand}` : ""}&priceMax=${priceMax}&limit=${limit}`,
});

/** For PostgREST, whose exact total is asked for by the header PREFER. */
export const postgrest = ({ tenant, brand, priceMax, limit }: Listing): Target => ({
  host: "127.0.0.1",
  path: `/listings?tenant_id=eq.${tenantId(tenant)}${brand ? `&brand=eq.${brand}` : ""}&price_idr=lte.${priceMax}&order=listed_at.desc,id.desc&limit=${limit}`,
});
export const PREFER = { Prefer: "count=exact" };

/** For Directus, whose exact total is asked for by the address. */
export const directus = ({ tenant, brand, priceMax, limit }: Listing): Target => ({
  host: "127.0.0.1",
  path: `/items/bench_cars?filter[tenant_id][_eq]=${tenantId(tenant)}${brand ? `&filter[brand][_eq]=${brand}` : ""}&filter[price_idr][_lte]=${priceMax}&sort=-listed_at,-id&limit=${limit}&meta=filter_count`,
});
