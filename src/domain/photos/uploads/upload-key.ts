/** Under which a file that a browser sends lies until it is taken. */
export const uploadKey = (tenantId: string, uploadId: string, file: number) =>
  `${tenantId}/uploads/${uploadId}/${file}`;

/** Those of all files of an upload. */
export const uploadKeys = (tenantId: string, uploadId: string, files: number) =>
  Array.from({ length: files }, (_, file) => uploadKey(tenantId, uploadId, file));
