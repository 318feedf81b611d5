import type { Prisma } from "../../db/index.ts";
import { API_KEY_SCOPES } from "../staff/permissions.ts";
import type { ApiKey } from "./schemas.ts";

/** The columns of a key that may leave the database. */
export const API_KEY_COLUMNS = {
  id: true,
  name: true,
  prefix: true,
  scopes: true,
  requestsPerMinute: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
  createdAt: true,
  createdBy: { select: { id: true, name: true } },
  replacesId: true,
} as const satisfies Prisma.ApiKeySelect;

export type ApiKeyRow = Prisma.ApiKeyGetPayload<{ select: typeof API_KEY_COLUMNS }>;

const instant = (date: Date | null) => date?.toISOString() ?? null;

/** A scope that no key may have any more is left out, as it opens nothing. */
export const apiKeyView = ({ replacesId, ...row }: ApiKeyRow): ApiKey => ({
  ...row,
  scopes: API_KEY_SCOPES.filter((scope) => row.scopes.includes(scope)),
  expiresAt: instant(row.expiresAt),
  lastUsedAt: instant(row.lastUsedAt),
  revokedAt: instant(row.revokedAt),
  createdAt: row.createdAt.toISOString(),
  replaces: replacesId,
});
