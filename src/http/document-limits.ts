/** Limits that the API's document names where a schema names none. */

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
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, { content?: object }>;
}

/** Characters of a text of these formats. */
const FORMAT_LENGTHS: Record<string, number> = { uuid: 36, date: 10 };

/** Of any answer: a WhatsApp message is the longest text, and pages are shorter than the list. */
const LONGEST_TEXT = 65_536;
const LONGEST_LIST = 100_000;
/** Characters of a page or a picture. */
const LONGEST_FILE = 4_000_000;

const INT32 = 2 ** 31 - 1;

/**
 * Writes limits into schemas that name none. Requests are held to what is checked: an integer is a
 * safe one. Texts and lists of answers have limits that are true of all.
 */
export function limitSchemas(operations: Operation[], components: Record<string, object>): void {
  const seen = new Set<unknown>();
  const visit = (node: unknown, limit: (schema: Schema) => void): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    limit(node);
    for (const child of Object.values(node)) visit(child, limit);
    const name = "$ref" in node && String(node.$ref).split("/").at(-1);
    if (name) visit(components[name], limit);
  };
  for (const operation of operations) {
    visit([operation.parameters, operation.requestBody], limitRequest);
  }
  for (const operation of operations) {
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
