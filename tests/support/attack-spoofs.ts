import type { Dealership } from "./attack-dealership.ts";

/** Whatever might name a dealership besides the Host header. */
export const spoofsOf = (other: Dealership) => ({
  "X-Forwarded-Host": other.host,
  "X-Original-Host": other.host,
  "X-Host": other.host,
  "X-Forwarded-Server": other.host,
  Forwarded: `host=${other.host};proto=https`,
  "X-Tenant-Id": other.id,
  "X-Tenant": other.slug,
  Cookie: `tenant=${other.id}`,
  Referer: `https://${other.mark}.test/`,
});
