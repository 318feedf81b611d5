import ipaddr from "ipaddr.js";

/** What is routed between networks (RFC 4291); the rest of IPv6 is for special use or for nobody. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];

/**
 * Whether an IP address is one of the public internet: not of a private network, this machine, a
 * link, a carrier, a group, a documentation, nor one that carries an IPv4 address inside.
 */
export function isPublicAddress(text: string): boolean {
  if (text.includes("%") || !ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6);
}
