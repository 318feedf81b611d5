/** What holds for every operation of the API, said in its document once and for all. */

/** A part of a JSON Schema, as far as it is read here. */
interface Schema {
  $ref?: string;
  type?: unknown;
  format?: string;
  pattern?: string;
  enum?: unknown;
  const?: unknown;
  maxLength?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

interface Operation {
  operationId?: string;
  tags?: string[];
  security?: object[];
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, { content?: object; headers?: object }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; headers?: object };
  tags?: { name: string; description?: string }[];
}

const TAGS: Record<string, string> = {
  Operation: "For whoever runs the service.",
  Demo: "Pictures of the demo dealerships; not in production.",
  "Public site": "What a dealership's own site calls, without a login.",
  Login: "How staff get, keep and end a login.",
  Stock: "Cars of every status, for staff.",
  Leads: "People who ask, and what is said to them.",
  "Personal data": "What a person may ask for by law: a copy, or to be forgotten.",
  Staff: "Who works at the dealership, and as what.",
  Security: "What owners ask of their staff's logins.",
  "API keys": "For the dealership's own site, and for partners.",
  Audit: "Who did what, and from where.",
  Webhooks: "What other systems post.",
};

/** Characters of a text of these formats. */
const FORMAT_LENGTHS: Record<string, number> = { uuid: 36, date: 10 };

/** Of any answer: a WhatsApp message is the longest text, and pages are shorter than the list. */
const LONGEST_TEXT = 65_536;
const LONGEST_LIST = 100_000;
/** Characters of a page or a picture. */
const LONGEST_FILE = 4_000_000;

const INT32 = 2 ** 31 - 1;

const RATE_LIMIT = {
  description: "What is left of the limit (r) and the seconds until it is whole again (t).",
  schema: { type: "string", pattern: '^"[\\w-]+";r=\\d+;t=\\d+$', maxLength: 100 },
};

const RATE_LIMIT_POLICY = {
  description: "The limit: requests (q) in a window of seconds (w).",
  schema: { type: "string", pattern: '^"[\\w-]+";q=\\d+;w=\\d+$', maxLength: 100 },
};

/** Named as the headers are, with a suffix where one may be absent and elsewhere may not. */
const HEADERS = {
  "X-Request-Id": {
    required: true,
    description: "The id that was given, or a new one; quote it when you report a fault.",
    schema: { type: "string", pattern: "^[A-Za-z0-9._-]+$", minLength: 8, maxLength: 64 },
  },
  "Access-Control-Allow-Origin": {
    description: "The page's origin, when it is one of the dealership's own domains.",
    schema: { type: "string", format: "uri", maxLength: 300 },
  },
  RateLimit: { required: true, ...RATE_LIMIT },
  "RateLimit-Policy": { required: true, ...RATE_LIMIT_POLICY },
  "RateLimit.perhaps": RATE_LIMIT,
  "RateLimit-Policy.perhaps": RATE_LIMIT_POLICY,
  "Retry-After": {
    required: true,
    description: "Seconds after which to try again.",
    schema: { type: "integer", format: "int32", minimum: 1, maximum: 86_400 },
  },
  "WWW-Authenticate": {
    required: true,
    description: "The kind of login that is asked for.",
    schema: { type: "string", const: "Bearer" },
  },
};

/** Adds names, limits, and the headers that middleware sends. Changes the document. */
export function completeDocument(document: Document): Document {
  const { paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  for (const { path, method, operation } of operations) {
    operation.operationId ??= nameOf(method, path);
    operation.security ??= [];
    for (const [status, response] of Object.entries(operation.responses)) {
      response.headers = { ...headersOf(path, operation, status), ...response.headers };
    }
  }
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
  document.tags = [...tags].map((name) => ({ name, description: TAGS[name] }));
  limitSchemas(operations, components.schemas);
  components.headers = HEADERS;
  return document;
}

const nameOf = (method: string, path: string) =>
  method +
  path
    .split(/\W+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

function headersOf(path: string, { responses }: Operation, status: string) {
  const isProblem = "application/problem+json" in (responses[status]?.content ?? {});
  const names: (keyof typeof HEADERS)[] = ["X-Request-Id"];
  if (path.startsWith("/api/")) names.push("Access-Control-Allow-Origin");
  if ("429" in responses) {
    // Other requests may be refused, or meet a fault, before they are counted.
    const isCounted = /^[23]/.test(status) || status === "429";
    if (isCounted) names.push("RateLimit", "RateLimit-Policy");
    else names.push("RateLimit.perhaps", "RateLimit-Policy.perhaps");
  }
  if (status === "401") names.push("WWW-Authenticate");
  if (status === "429" || (status === "503" && isProblem)) names.push("Retry-After");
  const reference = (name: string) => ({ $ref: `#/components/headers/${name}` });
  return Object.fromEntries(names.map((name) => [name.replace(".perhaps", ""), reference(name)]));
}

/**
 * Writes limits into schemas that name none. Requests are held to what is checked: an integer is a
 * safe one. Texts and lists of answers have limits that are true of all.
 */
function limitSchemas(
  operations: { operation: Operation }[],
  components: Record<string, object>,
): void {
  const seen = new Set<unknown>();
  const visit = (node: unknown, limit: (schema: Schema) => void): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    limit(node);
    for (const child of Object.values(node)) visit(child, limit);
    const name = "$ref" in node && String(node.$ref).split("/").at(-1);
    if (name) visit(components[name], limit);
  };
  for (const { operation } of operations) {
    visit([operation.parameters, operation.requestBody], limitRequest);
  }
  for (const { operation } of operations) {
    for (const { content = {} } of Object.values(operation.responses)) {
      for (const [type, media] of Object.entries(content)) {
        visit(media, limitAnswer(type.includes("json") ? LONGEST_TEXT : LONGEST_FILE));
      }
    }
  }
}

const takes = ({ type }: Schema, kind: string) => [type].flat().includes(kind);

/** The most characters that a pattern such as ^[\\w-]{20,200}$ lets through. */
const lengthOfPattern = (pattern = "") =>
  /^\^(?:\[[^\]]+\]|\\w)\{(?:\d+,)?(\d+)\}\$$/.exec(pattern)?.[1];

const isOpenText = (schema: Schema) =>
  takes(schema, "string") && schema.enum === undefined && schema.const === undefined;

function limitRequest(schema: Schema): void {
  if (isOpenText(schema)) {
    const length = FORMAT_LENGTHS[schema.format ?? ""] ?? lengthOfPattern(schema.pattern);
    if (length) schema.maxLength ??= Number(length);
  }
  if (!takes(schema, "integer")) return;
  if (schema.exclusiveMinimum === undefined) schema.minimum ??= Number.MIN_SAFE_INTEGER;
  if (schema.exclusiveMaximum === undefined) schema.maximum ??= Number.MAX_SAFE_INTEGER;
  const isSmall = Math.abs(schema.minimum ?? 0) <= INT32 && (schema.maximum ?? 0) <= INT32;
  schema.format ??= isSmall ? "int32" : "int64";
}

const limitAnswer = (longest: number) => (schema: Schema) => {
  limitRequest(schema);
  if (isOpenText(schema)) schema.maxLength ??= longest;
  if (takes(schema, "array")) schema.maxItems ??= LONGEST_LIST;
};
