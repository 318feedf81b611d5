import { uploadKey } from "../../src/domain/photos/uploads/upload-key.ts";
import type { Filling } from "./attack-rows.ts";
import type { TestApp } from "./test-app.ts";
import { plainPicture } from "./test-pictures.ts";

/** Bytes of a file that is sent to its address. */
const INCOMING = 9;

/** An upload whose file has come to its address, and a token by which a file of another would. */
export async function addUploads(
  { deps }: TestApp,
  { mark, insert, tenant }: Filling,
  carId: string,
) {
  const file = await plainPicture("png", 40, 30);
  const named = { name: `File ${mark}`, contentType: "image/png", bytes: file.length };
  const add = () =>
    insert("photo_addresses", {
      ...{ car_id: carId, files: JSON.stringify([named]) },
      expires_at: new Date(Date.now() + 3_600_000),
    });
  const upload = await add();
  await deps.objects.put(uploadKey(tenant.id, upload, 0), file, "image/png");
  const link = { uploadId: await add(), file: 0, contentType: "image/png", bytes: INCOMING };
  return { upload, uploadToken: await deps.uploadLinks.sign(tenant.id, link, 900) };
}
