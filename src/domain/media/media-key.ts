const NAME = /^[0-9a-f-]{36}\/media\/[0-9a-f-]{36}$/;

/** Under which a tenant's file lies in the object store. */
export const mediaKey = (tenantId: string, mediaId: string) => `${tenantId}/media/${mediaId}`;

/** Whether a key is that of a file of the tenant. */
export const isMediaKeyOf = (tenantId: string, key: string) =>
  NAME.test(key) && key.startsWith(`${tenantId}/`);
