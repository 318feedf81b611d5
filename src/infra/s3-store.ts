import { AwsV4Signer } from "aws4fetch";
import { assertObjectKey, type ObjectStore, type UploadTerms } from "./object-store.ts";

/** Seconds that a signed request is good for, and milliseconds until its answer must have begun. */
const SIGNED_FOR = 60;
const TIME_LIMIT = 30_000;

export interface S3Options {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Keeps objects in a bucket of an S3-compatible service. Its methods throw Errors that tell the
 * status alone: the addresses are signed.
 */
export function createS3Store(options: S3Options): ObjectStore {
  const bucket = new Bun.S3Client(options);

  async function request(
    method: "GET" | "PUT" | "DELETE",
    key: string,
    init: RequestInit = {},
  ): Promise<Response> {
    assertObjectKey(key);
    const address = bucket.presign(key, { method, expiresIn: SIGNED_FOR });
    const begun = new AbortController();
    const timer = setTimeout(() => begun.abort(), TIME_LIMIT);
    try {
      return await fetch(address, { ...init, method, signal: begun.signal, redirect: "error" });
    } catch (error) {
      throw new Error(`the object store did not answer: ${(error as { code?: string }).code}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async function refused(response: Response): Promise<Error> {
    await response.body?.cancel();
    return new Error(`the object store answered ${response.status}`);
  }

  return {
    put: async (key, bytes, contentType) => {
      const headers = { "Content-Type": contentType };
      const body = bytes as Uint8Array<ArrayBuffer>;
      const response = await request("PUT", key, { body, headers });
      if (!response.ok) throw await refused(response);
      await response.body?.cancel();
    },
    get: async (key, range) => {
      const headers = range && { Range: `bytes=${range.start}-${range.end}` };
      const response = await request("GET", key, { headers });
      if (response.ok && response.body) return response.body;
      if (response.status !== 404) throw await refused(response);
      await response.body?.cancel();
      return null;
    },
    delete: async (key) => {
      const response = await request("DELETE", key);
      if (!response.ok && response.status !== 404) throw await refused(response);
      await response.body?.cancel();
    },
    direct: {
      at: "store",
      sign: (key, terms, lifetime) => signUpload(options, key, terms, lifetime),
    },
  };
}

/** Signed are the object's key, type and length; Bun's own client signs none of a header. */
async function signUpload(
  { endpoint, bucket, ...account }: S3Options,
  key: string,
  { contentType, bytes }: UploadTerms,
  lifetime: number,
): Promise<string> {
  assertObjectKey(key);
  const address = new URL(`${endpoint.replace(/\/+$/, "")}/${bucket}/${key}`);
  address.searchParams.set("X-Amz-Expires", String(lifetime));
  const signer = new AwsV4Signer({
    ...{ ...account, service: "s3", method: "PUT", url: address.href },
    ...{ signQuery: true, allHeaders: true },
    headers: { "Content-Type": contentType, "Content-Length": String(bytes) },
  });
  return (await signer.sign()).url.href;
}
