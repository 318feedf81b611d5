/** Values that a schema of the OpenAPI document takes, or nearly. */
import fc from "fast-check";
import type { Schema } from "../support/attack-operations.ts";
import type { Json } from "./wild-values.ts";

/** JSON Schema's words that matter to a value. */
export interface FullSchema extends Schema {
  properties?: Record<string, FullSchema>;
  items?: FullSchema;
  anyOf?: FullSchema[];
  allOf?: FullSchema[];
  required?: string[];
  const?: unknown;
  example?: unknown;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

type Resolve = (schema: FullSchema) => FullSchema;

/** Texts of the alphabet that names and notes are written in. */
const plainText = (min: number, max: number) =>
  fc.string({ unit: "grapheme", minLength: min, maxLength: Math.min(max, min + 30) });

/** The example with other digits: another phone number, plate or day of the same form. */
const likeExample = (example: string) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: example.length, maxLength: example.length })
    .map((digits) => {
      let at = 0;
      return example.replace(/\d/g, (digit, index) => (index < 4 ? digit : String(digits[at++])));
    });

const instant = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());

function matching(pattern: string): fc.Arbitrary<string> | null {
  try {
    return fc.stringMatching(new RegExp(pattern, "u"), { size: "small" });
  } catch {
    return null;
  }
}

function text({ format, pattern, example, minLength = 0, maxLength = 40 }: FullSchema) {
  if (format === "uuid") {
    const known = fc.nat(999).map((n) => `@id:${n}`);
    return fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: fc.uuid() });
  }
  if (format === "date") return instant.map((written) => written.slice(0, 10));
  if (format === "date-time") return instant;
  if (format === "email") return fc.nat(99_999).map((n) => `somebody-${n}@fuzz.test`);
  if (typeof example === "string") {
    return fc.oneof(fc.constant(example), likeExample(example), plainText(minLength, maxLength));
  }
  return (pattern && matching(pattern)) || plainText(minLength, maxLength);
}

function whole({ minimum = -1_000, maximum = 1_000_000 }: FullSchema) {
  const min = Math.max(minimum, Number.MIN_SAFE_INTEGER);
  const max = Math.min(maximum, Number.MAX_SAFE_INTEGER);
  const near = fc.integer({ min, max: Math.min(max, min + 3_000) });
  return fc.oneof(near, fc.constantFrom(min, max));
}

function ofType(type: unknown, schema: FullSchema, resolve: Resolve): fc.Arbitrary<Json> {
  const { properties = {}, required = [], items = {}, minItems = 0, maxItems = 4 } = schema;
  if (type === "null") return fc.constant(null);
  if (type === "boolean") return fc.boolean();
  if (type === "integer") return whole(schema);
  if (type === "number") return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (type === "string") return text(schema);
  if (type === "array") {
    const range = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 4)) };
    return fc.array(validValue(items, resolve), range);
  }
  const fields = Object.entries(properties).map(([name, field]) => [
    name,
    validValue(field, resolve),
  ]);
  const record: Record<string, fc.Arbitrary<Json>> = Object.fromEntries(fields);
  return fc.record(record, { requiredKeys: required });
}

/** Values that fit a schema, as far as the schema tells. */
export function validValue(given: FullSchema, resolve: Resolve): fc.Arbitrary<Json> {
  const schema = resolve(given);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => validValue(one, resolve)));
  if (schema.allOf) {
    const parts = fc.tuple(...schema.allOf.map((one) => validValue(one, resolve)));
    return parts.map((all) => Object.assign({}, ...all));
  }
  const types = [schema.type ?? (schema.properties ? "object" : "string")].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, resolve)));
}
