/** A bucket that speaks S3's HTTP and takes nothing but requests that are rightly signed (SigV4). */
import { createHash, createHmac } from "node:crypto";
import type { S3Options } from "../../src/infra/s3-store.ts";

interface Stored {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);

/** The signature that a request with its parameters in the query must have. */
function signatureOf(request: Request, { secretAccessKey }: S3Options): string {
  const { pathname, searchParams } = new URL(request.url);
  const query = [...searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
  const host = `host:${request.headers.get("Host")}\n`;
  const whole = [request.method, pathname, query, host, "host", "UNSIGNED-PAYLOAD"].join("\n");
  const scope = searchParams.get("X-Amz-Credential")?.split("/").slice(1) ?? [];
  const date = searchParams.get("X-Amz-Date") ?? "";
  const toSign = ["AWS4-HMAC-SHA256", date, scope.join("/"), sha256(whole)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString("hex");
}

export function startTestS3(overrides: Partial<S3Options> = {}) {
  const options: S3Options = {
    ...{ endpoint: "", region: "ap-southeast-3", bucket: "cars" },
    ...{ accessKeyId: "test-id", secretAccessKey: "test secret/+" },
  };
  const stored = new Map<string, Stored>();
  const outage: { status: number | null } = { status: null };

  async function answer(request: Request): Promise<Response> {
    if (outage.status) return new Response("<Error/>", { status: outage.status });
    const { pathname, searchParams } = new URL(request.url);
    const credential = searchParams.get("X-Amz-Credential") ?? "";
    const isSigned =
      credential.startsWith(`${options.accessKeyId}/`) &&
      credential.endsWith(`/${options.region}/s3/aws4_request`) &&
      searchParams.get("X-Amz-Signature") === signatureOf(request, options);
    if (!isSigned) return new Response("<Code>SignatureDoesNotMatch</Code>", { status: 403 });
    const key = pathname.replace(`/${options.bucket}/`, "");
    if (request.method === "PUT") {
      const type = request.headers.get("Content-Type") ?? "";
      stored.set(key, { bytes: new Uint8Array(await request.arrayBuffer()), type });
      return new Response(null);
    }
    if (request.method === "DELETE") {
      stored.delete(key);
      return new Response(null, { status: 204 });
    }
    const found = stored.get(key);
    if (!found) return new Response("<Code>NoSuchKey</Code>", { status: 404 });
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("Range") ?? "") ?? [];
    if (start === undefined) return new Response(found.bytes);
    return new Response(found.bytes.slice(Number(start), Number(end) + 1), { status: 206 });
  }

  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  const endpoint = `http://127.0.0.1:${server.port}`;
  return {
    ...{ stored, outage },
    options: { ...options, endpoint, ...overrides },
    close: () => server.stop(true),
  };
}
