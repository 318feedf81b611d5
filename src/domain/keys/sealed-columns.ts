/** Every column that holds secrets sealed at rest, with the column that tells its rows apart. */
export const SEALED_COLUMNS = [
  { table: "totp_credentials", column: "seed_sealed", key: "staff_id" },
  { table: "whatsapp_devices", column: "gateway_token_sealed", key: "id" },
  { table: "emails", column: "content_sealed", key: "id" },
  { table: "notifications", column: "content_sealed", key: "id" },
] as const;

type Column = (typeof SEALED_COLUMNS)[number];

/** Such as totp_credentials.seed_sealed. */
export type SealedColumn = {
  [N in Column["table"]]: `${N}.${Extract<Column, { table: N }>["column"]}`;
}[Column["table"]];

/** What a sealed value is bound to: it opens in this column of this tenant alone. */
export const sealedContext = (tenantId: string, column: SealedColumn) => `${tenantId}/${column}`;
