/** What holds for every operation of the API, said in its document once and for all. */
import { limitSchemas } from "./document-limits.ts";

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
  Numbers: "What cars cost and bring, and how long they stand.",
  Preparation: "What is done to cars before they are ready to be sold.",
  "Saved filters": "Queries of lists that staff keep under a name.",
  Imports: "Files of stock, taken in by a job.",
  Photos: "Pictures of cars, as staff upload them and as everybody sees them.",
  Credit: "How buyers may pay by instalments.",
  Leads: "People who ask, and what is said to them.",
  Inbox: "What is new, who waits for an answer, and what staff were told.",
  Messages: "What is sent to people, and what became of it.",
  Devices: "The dealership's WhatsApp numbers.",
  Tasks: "What is to be done for a lead, and by when.",
  Calendar: "When the dealership is open, and who is there.",
  "Personal data": "What a person may ask for by law: a copy, or to be forgotten.",
  Staff: "Who works at the dealership, and as what.",
  Security: "What owners ask of their staff's logins.",
  "API keys": "For the dealership's own site, and for partners.",
  Audit: "Who did what, and from where.",
  Webhooks: "What other systems post.",
};

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
  ETag: {
    required: true,
    description: "Of these very bytes, for `If-None-Match`.",
    schema: { type: "string", pattern: '^(W/)?"[\\w.-]+"$', maxLength: 100 },
  },
  "Cache-Control": {
    required: true,
    description: "How long shared caches may hold it.",
    schema: { type: "string", maxLength: 200 },
  },
  Vary: {
    required: true,
    description: "What else the answer depends on.",
    schema: { type: "string", maxLength: 100 },
  },
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
    if (method === "get" && isForEverybody(operation)) sayThatItIsKept(operation);
    for (const [status, response] of Object.entries(operation.responses)) {
      response.headers = { ...headersOf(path, operation, status), ...response.headers };
    }
  }
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags ?? []));
  document.tags = [...tags].map((name) => ({ name, description: TAGS[name] }));
  const all = operations.map(({ operation }) => operation);
  limitSchemas(all, components.schemas);
  components.headers = HEADERS;
  return document;
}

const isForEverybody = ({ security }: Operation) =>
  security?.some((login) => "siteKey" in login) ?? false;

/** What every visitor is answered alike is kept, compressed, and not sent again to whom holds it. */
function sayThatItIsKept({ responses }: Operation): void {
  const kept = ["ETag", "Cache-Control", "Vary"];
  const headers = Object.fromEntries(
    kept.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  const ready = responses["200"];
  if (ready) ready.headers = { ...headers, ...ready.headers };
  responses["304"] = {
    description: "As the client holds it: `If-None-Match` names its tag.",
    headers,
  } as Operation["responses"][string];
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
