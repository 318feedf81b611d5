/** Under which a tenant's file lies in the object store. */
export const mediaKey = (tenantId: string, mediaId: string) => `${tenantId}/media/${mediaId}`;
