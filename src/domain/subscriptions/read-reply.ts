/** Words and a code, whatever surrounds them that is no letter or digit. */
const REPLY =
  /^[^\p{L}\p{N}]*(ya|iya|yes|stop|berhenti)[^\p{L}\p{N}]*((?:\d[^\p{L}\p{N}]*){4})?$/iu;

/** Characters; a longer message is no such reply. */
const LONGEST = 40;

export interface Reply {
  wants: "subscribe" | "unsubscribe";
  /** Four digits; null for "ya" alone. */
  code: string | null;
}

/**
 * What a message asks of a subscription, in any case and with any spaces: "YA 4821", "ya4821",
 * "Ya", "BERHENTI 4821". Null for any other message, and for "berhenti" alone, which opts out.
 */
export function readReply(body: string): Reply | null {
  const found = body.length <= LONGEST ? REPLY.exec(body) : null;
  if (!found) return null;
  const code = found[2]?.replace(/\D/g, "") ?? null;
  if (/^(stop|berhenti)$/i.test(found[1] ?? ""))
    return code ? { wants: "unsubscribe", code } : null;
  return { wants: "subscribe", code };
}
