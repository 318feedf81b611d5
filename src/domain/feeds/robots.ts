import type { Dealer } from "./dealer.ts";

/**
 * What robots may read at a host of the dealership. Its slug's host shows what its domains show:
 * robots stay away from it as soon as there is a domain, so that no page is known twice.
 */
export function robotsText({ tenant, site }: Dealer, host: string): string {
  if (tenant.hosts.length > 0 && !tenant.hosts.includes(host)) {
    return "User-agent: *\nDisallow: /\n";
  }
  return `User-agent: *\nAllow: /\nDisallow: /account/\nDisallow: /api/admin/\n\nSitemap: ${site}/sitemap.xml\n`;
}
