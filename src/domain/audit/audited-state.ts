import type { AuditSubject } from "./vocabulary.ts";

/** A JSON value as PostgreSQL keeps it. */
type Json = string | number | boolean | null | Json[] | { [field: string]: Json };
export type State = Record<string, unknown>;

/** Fields whose value nobody may read again. */
const SECRET =
  /^(password|passwordHash|token|tokenHash|refreshToken|secret|secretHash|seed|seedSealed|code|codes|codeHash|key|keyHash|gatewayToken\w*)$/;

/** Fields of a buyer. Events are never changed, so what has to be erased one day stays out. */
const PERSONAL: Partial<Record<AuditSubject, RegExp>> = {
  lead: /^(name|phone|email|whatsappLid|lostReason|reason|note|body|message|tags)$/,
  task: /^title$/,
  conversation: /^(body|message)$/,
};

/** Bookkeeping that tells nothing. */
const IDLE = /^(updatedAt|changedIn|version|tenantId)$/;

function json(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(json);
  if (typeof value !== "object") return value as string | number | boolean;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, json(inner)]));
}

function masked(subject: AuditSubject, field: string, value: Json): Json {
  if (value === null) return null;
  if (SECRET.test(field)) return "[secret]";
  return PERSONAL[subject]?.test(field) ? "[personal]" : value;
}

/**
 * What an event keeps of a state before and after: where both are given, the fields that differ;
 * secrets and a buyer's personal data are masked, so that one sees that they changed and no more.
 */
export function auditedStates(subject: AuditSubject, before?: State, after?: State) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const differs = (field: string) =>
    !before || !after || !Bun.deepEquals(json(before[field]), json(after[field]));
  const kept = fields.filter((field) => !IDLE.test(field) && differs(field));
  const of = (state?: State) =>
    state &&
    Object.fromEntries(kept.map((field) => [field, masked(subject, field, json(state[field]))]));
  return { before: of(before), after: of(after) };
}
