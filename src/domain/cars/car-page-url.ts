import type { TenantRecord } from "../../db/index.ts";

/** A car's page at the dealership's primary domain; null for a dealership without a domain. */
export const carPageUrl = ({ hosts }: Pick<TenantRecord, "hosts">, slug: string): string | null =>
  hosts[0] ? `https://${hosts[0]}/cars/${slug}` : null;
