import type { TenantRecord } from "../../db/index.ts";
import { OpeningHours, type Site } from "./schemas.ts";

/** What a dealership shows of itself to everybody. */
export function siteProfile(tenant: TenantRecord): Site {
  const openingHours = OpeningHours.nullable().safeParse(tenant.openingHours);
  return {
    slug: tenant.slug,
    name: tenant.name,
    phone: tenant.phone,
    whatsappNumber: tenant.whatsappNumber,
    email: tenant.email,
    address: tenant.address,
    city: tenant.city,
    timeZone: tenant.timeZone,
    openingHours: openingHours.success ? openingHours.data : null,
    domains: tenant.hosts,
  };
}
