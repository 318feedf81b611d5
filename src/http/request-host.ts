/** The host that a client asked for, with its port; behind a trusted proxy, as that tells it. */
export function requestHost({ headers }: Request, trustProxy: boolean): string | null {
  const forwarded = trustProxy ? headers.get("X-Forwarded-Host") : null;
  return forwarded?.split(",")[0]?.trim() || headers.get("Host");
}
