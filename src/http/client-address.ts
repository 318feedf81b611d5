/** Without the prefix that a socket for both versions of IP gives an IPv4 address. */
export const plainAddress = (address: string) =>
  address.includes(":")
    ? address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").slice(0, 64)
    : address.slice(0, 64);

/** The first four groups of an IPv6 address: one customer's network. */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head ? head.split(":") : [];
  const rest = tail ? tail.split(":") : [];
  const zeros = Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0");
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(":")}::/64`;
}

/** The address that the proxy appended; some write it with a port, which changes at will. */
function appended(forwarded: string | undefined): string | undefined {
  const last = forwarded?.split(",").at(-1)?.trim();
  return last?.replace(/^(?:\[([\da-f:.]+)\]|(\d+(?:\.\d+){3}))(?::\d+)?$/i, "$1$2");
}

/**
 * Who asks: the peer of the connection, or whom a trusted proxy names.
 * @param asked the header, by names in lower case.
 */
export function clientAddress(
  asked: Record<string, string>,
  peer: string | undefined,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy ? appended(asked["x-forwarded-for"]) : undefined;
  return plainAddress(forwarded || peer || "unknown");
}
