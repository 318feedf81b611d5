import { createApp } from "../../src/app.ts";
import type { Permission } from "../../src/domain/staff/permissions.ts";
import type { TestApp } from "./test-app.ts";

/** JSON Schema as the document has it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  pattern?: string;
  format?: string;
  maxLength?: number;
  additionalProperties?: boolean | Schema;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema: Schema;
}

export interface Operation {
  summary?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  "x-permission"?: Permission;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<
    string,
    { description?: string; content?: Record<string, { schema?: Schema }> }
  >;
}

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes?: object };
}

export interface NamedOperation extends Operation {
  /** "METHOD /path/{template}". */
  key: string;
  method: string;
  template: string;
}

export async function readDocument(app: TestApp): Promise<OpenApiDocument> {
  const response = await app.send("any.test", "/openapi.json");
  return (await response.json()) as OpenApiDocument;
}

export const operationsOf = ({ paths }: OpenApiDocument): NamedOperation[] =>
  Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([name, operation]) => {
      const method = name.toUpperCase();
      return { ...operation, method, template, key: `${method} ${template}` };
    }),
  );

export const isForStaff = ({ security = [] }: Pick<Operation, "security">) =>
  security.some((way) => "staffToken" in way);

export const isForKeys = ({ security = [] }: Pick<Operation, "security">) =>
  security.some((way) => "apiKey" in way || "siteKey" in way);

/** What answers without being an operation of the API. */
const UNDOCUMENTED = [/^GET \/docs\/[\w.-]+$/];

/**
 * Every route of the router as "METHOD /path/{template}", the undocumented ones left out. An entry
 * for all methods counts as middleware while something documented lies beneath it.
 */
export function routesOf(app: TestApp, documented: string[]): string[] {
  const templates = documented.map((key) => key.slice(key.indexOf("/")));
  const routes = createApp(app.deps).routes.map(({ method, path }) => ({
    method,
    template: path.replace(/:(\w+)(\{[^}]*\})?\??/g, "{$1}"),
  }));
  const found = routes.filter(({ method, template }) => {
    if (method !== "ALL") return true;
    const above = template.replace(/\/?\*$/, "");
    const isWild = above !== template;
    return !templates.some((one) => one === above || (isWild && one.startsWith(`${above}/`)));
  });
  const keys = new Set(found.map(({ method, template }) => `${method} ${template}`));
  return [...keys].filter((key) => !UNDOCUMENTED.some((known) => known.test(key)));
}

/** What a route case asks; the method and the template are those of its operation. */
export interface Ask {
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as a form, with the fields of the body. */
  file?: { name: string; base64: string; field?: string };
  /** Sent as it is; the headers name its type. */
  content?: string;
}

/** The file's form, the content, or the body as JSON. */
export function bodyOf({ body, file, content }: Ask): string | FormData | undefined {
  if (content !== undefined) return content;
  if (!file) return body === undefined ? undefined : JSON.stringify(body);
  const form = new FormData();
  form.append(file.field ?? "file", new File([Buffer.from(file.base64, "base64")], file.name));
  for (const [name, value] of Object.entries(Object(body))) form.append(name, String(value));
  return form;
}

export function pathOf(template: string, { params = {}, query }: Ask): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ""));
  return query && Object.keys(query).length > 0 ? `${path}?${new URLSearchParams(query)}` : path;
}

export interface Sender {
  host: string;
  /** The client's address; one of its own unless told. */
  client?: string;
  token?: string;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
}

/** Sends what a case asks. */
export async function send(
  app: TestApp,
  { method, template }: Pick<NamedOperation, "method" | "template">,
  ask: Ask,
  { host, client, token, headers = {} }: Sender,
): Promise<Answered> {
  const response = await app.send(host, pathOf(template, ask), {
    ...{ method, client },
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...ask.headers,
      ...headers,
    },
    body: bodyOf(ask),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
