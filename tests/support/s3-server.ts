/** A real S3-speaking server (s3rver) with one bucket in a folder of its own, which checks signatures. */

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { S3Options } from "../../src/infra/s3-store.ts";

/** What of its context is used here. */
interface Context {
  method: string;
  status: number;
  body: string;
}

interface S3Server {
  middleware: ((context: Context, next: () => Promise<void>) => unknown)[];
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
  httpServer: { closeAllConnections(): void };
}

// The package has no types, and registers no accounts but its own.
const require = createRequire(import.meta.url);
const S3rver: new (options: object) => S3Server = require("@20minutes/s3rver");

const BUCKET = "cars";
/** Where pages of the dealerships may send files from. */
const CORS = `<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin>
  <AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>`;
/** What the server keeps beside an object. */
const OBJECT = /\._S3rver_object$/;

export async function startTestS3() {
  const directory = await mkdtemp(join(tmpdir(), "autoleads-s3-"));
  const server = new S3rver({
    ...{ directory, address: "127.0.0.1", port: 0, silent: true, vhostBuckets: false },
    configureBuckets: [{ name: BUCKET, configs: [CORS] }],
  });
  const outage: { status: number | null } = { status: null };
  server.middleware.unshift(async (context, next) => {
    if (!outage.status) return next();
    context.status = outage.status;
    context.body = "<Error/>";
  });
  const { port } = await server.run();
  const options: S3Options = {
    ...{ endpoint: `http://127.0.0.1:${port}`, region: "ap-southeast-3", bucket: BUCKET },
    ...{ accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
  };
  return {
    ...{ outage, options },
    /** The keys of all objects. */
    keys: async () => {
      const names = await readdir(join(directory, BUCKET), { recursive: true });
      return names.filter((name) => OBJECT.test(name)).map((name) => name.replace(OBJECT, ""));
    },
    close: async () => {
      server.httpServer.closeAllConnections();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
