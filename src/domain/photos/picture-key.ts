import {
  type RenditionFormat,
  type RenditionWidth,
  renditionsOf,
} from "../../infra/pictures/renditions.ts";

const keyOf = (tenantId: string, pictureId: string, file: string) =>
  `${tenantId}/pictures/${pictureId}/${file}`;

/** Under which a picture lies as it was uploaded; nobody is given it. */
export const originalKey = (tenantId: string, pictureId: string) =>
  keyOf(tenantId, pictureId, "original");

export const renditionKey = (
  tenantId: string,
  pictureId: string,
  width: RenditionWidth,
  format: RenditionFormat,
) => keyOf(tenantId, pictureId, `${width}-${format}`);

/** Every key under which something of a picture may lie. */
export const pictureKeys = (tenantId: string, pictureId: string) => [
  originalKey(tenantId, pictureId),
  ...renditionsOf(Number.POSITIVE_INFINITY).map(({ width, format }) =>
    renditionKey(tenantId, pictureId, width, format),
  ),
];
