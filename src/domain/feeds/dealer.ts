import type { TenantRecord } from "../../db/index.ts";
import { sharedUrl } from "../photos/picture-link.ts";
import type { FeedPhoto } from "./read-feed-cars.ts";

/** A dealership as feeds name it. */
export interface Dealer {
  tenant: TenantRecord;
  /** Where its site lives: https:// and the primary domain, or else the host of its slug. */
  site: string;
  /** The date of an instant in its time zone, YYYY-MM-DD. */
  dayOf(instant: string): string;
}

/** What needs no escaping in an address, so that most need not be parsed. */
const PLAIN_ADDRESS = /^https?:\/\/[\w.-]+(?::\d+)?\/[\w./~%?=&;:@+,-]*$/;

export function dealerOf(tenant: TenantRecord, baseDomain: string): Dealer {
  // Swedish dates are those of ISO 8601.
  const days = new Intl.DateTimeFormat("sv-SE", { timeZone: tenant.timeZone });
  return {
    tenant,
    site: `https://${tenant.hosts[0] ?? `${tenant.slug}.${baseDomain}`}`,
    dayOf: (instant) => days.format(new Date(instant)),
  };
}

/** A car's page. */
export const carPage = ({ site }: Dealer, slug: string): string => `${site}/cars/${slug}`;

/**
 * A car's photos by whole addresses in ASCII, those of JPEGs where there are such, the primary
 * first; what is no address is left out.
 */
export function picturesOf(
  photos: FeedPhoto[],
  { site }: Dealer,
): Pick<FeedPhoto, "url" | "caption">[] {
  return photos.flatMap(({ caption, ...photo }) => {
    const url = sharedUrl(photo);
    if (PLAIN_ADDRESS.test(url)) return [{ url, caption }];
    const address = URL.parse(url, site);
    return address && /^https?:$/.test(address.protocol) ? [{ url: address.href, caption }] : [];
  });
}
