/** The host that a client asked for, with its port; behind a trusted proxy, as that tells it. */
export function requestHost(
  asked: Record<string, string>,
  trustProxy: boolean,
): string | undefined {
  const forwarded = trustProxy ? asked["x-forwarded-host"] : undefined;
  return forwarded?.split(",")[0]?.trim() || asked["host"];
}
