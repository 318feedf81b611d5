import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { createApp } from "../../src/app.ts";

type App = ReturnType<typeof createApp>;

interface Header {
  $ref?: string;
  required?: boolean;
  schema?: { type?: string };
}
interface Operation {
  responses: Record<
    string,
    { content?: Record<string, { schema?: object }>; headers?: Record<string, Header> }
  >;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { headers: Record<string, Header> };
}

const DOCUMENT_ID = "https://document.test/openapi.json";
const prepared = new WeakMap<App, Promise<{ ajv: Ajv2020; document: Document }>>();

async function prepare(app: App) {
  const response = await app.request("/openapi.json", { headers: { Host: "any.test" } });
  const document = (await response.json()) as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, DOCUMENT_ID);
  return { ajv, document };
}

const escapePointer = (part: string) =>
  encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

function findPath(document: Document, pathname: string): string | undefined {
  const matches = Object.keys(document.paths).filter((template) =>
    new RegExp(`^${template.replace(/\{[^/]+\}/g, "[^/]+")}$`).test(pathname),
  );
  return matches.sort((a, b) => a.split("{").length - b.split("{").length)[0];
}

/** @throws when a header lacks that must be there, or has a value that it must not have. */
function checkHeaders(
  { ajv, document }: { ajv: Ajv2020; document: Document },
  where: string,
  documented: Record<string, Header>,
  headers: Answer["headers"],
) {
  for (const [name, given] of Object.entries(documented)) {
    const { required, schema } =
      document.components.headers[given.$ref?.split("/").at(-1) ?? ""] ?? given;
    const text = headers.get(name);
    if (text === null && required) throw new Error(`${where} answers without ${name}`);
    if (text === null || !schema) continue;
    if (!ajv.validate(schema, schema.type === "integer" ? Number(text) : text)) {
      throw new Error(`${where} answers with ${name}: ${text}, ${ajv.errorsText()}`);
    }
  }
}

interface Answer {
  status: number;
  headers: { get(name: string): string | null };
  bytes(): Promise<Uint8Array>;
}

const DECODERS: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  zstd: zstdDecompressSync,
};

async function textOf(response: Answer): Promise<string> {
  const decode = DECODERS[response.headers.get("Content-Encoding") ?? ""];
  const body = await response.bytes();
  return new TextDecoder().decode(decode ? decode(body) : body);
}

/**
 * @throws when an operation of the document answered with a status, a header, a media type or a
 * body that the document does not tell of.
 */
export async function checkAgainstDocument(app: App, request: Request, response: Answer) {
  let preparing = prepared.get(app);
  if (!preparing) {
    preparing = prepare(app);
    prepared.set(app, preparing);
  }
  const { ajv, document } = await preparing;
  const { pathname } = new URL(request.url);
  const template = findPath(document, pathname);
  const method = request.method.toLowerCase();
  const operation = template && document.paths[template]?.[method];
  if (!template || !operation) return;

  const where = `${request.method} ${template} ${response.status}`;
  const described = operation.responses[response.status];
  if (!described) throw new Error(`${where} is not in the OpenAPI document`);
  checkHeaders({ ajv, document }, where, described.headers ?? {}, response.headers);
  const body = await textOf(response);
  if (!described.content) {
    if (body) throw new Error(`${where} is documented without a body but has one`);
    return;
  }
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0] ?? "";
  if (!described.content[type]?.schema) {
    throw new Error(`${where} answers with ${type}, which is not in the OpenAPI document`);
  }
  if (!type.includes("json")) return;
  const pointer = [
    "paths",
    template,
    method,
    "responses",
    String(response.status),
    "content",
    type,
  ];
  const validate = ajv.getSchema(
    `${DOCUMENT_ID}#/${[...pointer, "schema"].map(escapePointer).join("/")}`,
  );
  if (!validate) throw new Error(`${where} has no schema to check against`);
  if (!validate(JSON.parse(body))) {
    throw new Error(
      `${where} does not fit the document: ${ajv.errorsText(validate.errors)}\n${body}`,
    );
  }
}
