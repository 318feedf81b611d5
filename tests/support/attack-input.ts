import type { OpenApiDocument, Schema } from "./attack-operations.ts";

/** A value that a field must refuse, and where the refusal points. */
export interface BadValue {
  /** Of the top-level field that carries it. */
  field: string;
  value: unknown;
  /** Dotted, as problems name it. */
  path: string;
}

const LONG = "x".repeat(10_240);
const KINDS: Record<string, unknown> = {
  string: "?",
  integer: 1,
  number: 1.5,
  boolean: true,
  array: [],
  object: {},
  null: null,
};

export function resolve(document: OpenApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  const target = name ? document.components.schemas[name] : undefined;
  return target ? resolve(document, target) : schema;
}

/** The texts of a format that PostgreSQL or a calendar cannot hold. */
const IMPOSSIBLE: Record<string, string[]> = {
  date: ["0000-01-01", "2026-02-30", "9999-12-31"],
  "date-time": ["0000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z"],
};

function impossible(document: OpenApiDocument, given: Schema): string[] {
  const { anyOf = [], format = "" } = resolve(document, given);
  return IMPOSSIBLE[format] ?? anyOf.flatMap((one) => impossible(document, one));
}

/** The JSON types that a schema takes; all of them where it says nothing. */
function kindsOf(document: OpenApiDocument, given: Schema): string[] {
  const schema = resolve(document, given);
  if (schema.anyOf) return schema.anyOf.flatMap((one) => kindsOf(document, one));
  if (schema.allOf) return schema.allOf.flatMap((one) => kindsOf(document, one));
  const kinds = [schema.type ?? Object.keys(KINDS)].flat();
  return kinds.includes("number") ? [...kinds, "integer"] : kinds;
}

/** Values of a wrong type, and values of the right one that no field of this API takes. */
function refusedBy(document: OpenApiDocument, given: Schema): unknown[] {
  const kinds = kindsOf(document, given);
  const wrong = Object.keys(KINDS).filter((kind) => !kinds.includes(kind));
  const { maxLength = 0 } = resolve(document, given);
  return [
    ...wrong.map((kind) => KINDS[kind]),
    ...(kinds.includes("string") ? ["\u0000", "a\u0000b".repeat(10)] : []),
    ...(kinds.includes("string") && maxLength < LONG.length ? [LONG] : []),
    ...impossible(document, given),
    ...(kinds.includes("integer") ? [1e308, -1e308, Number.MAX_SAFE_INTEGER + 2] : []),
  ];
}

/** Everything that the fields of a body must refuse, one at a time. */
export function badValues(document: OpenApiDocument, given: Schema): BadValue[] {
  const { properties = {} } = resolve(document, given);
  return Object.entries(properties).flatMap(([field, schema]) => {
    const own = refusedBy(document, schema).map((value) => ({ field, value, path: field }));
    const { items } = resolve(document, schema);
    if (!items) return own;
    const inItems = refusedBy(document, items).map((value) => ({
      ...{ field, value: [value], path: `${field}.0` },
    }));
    const inFields = badValues(document, items).map((bad) => ({
      ...{ field, value: [{ [bad.field]: bad.value }], path: `${field}.0.${bad.path}` },
    }));
    return [...own, ...inItems, ...inFields];
  });
}

/** Query values that a parameter must refuse. */
export function badQueryValues(document: OpenApiDocument, given: Schema): string[] {
  const schema = resolve(document, given);
  const isNumber = kindsOf(document, given).every((kind) => ["integer", "number"].includes(kind));
  const absurd = ["many", "-1", "1e3", "1.5", "99999999999999999999", "0x10", " 1", "NaN"];
  const unknown = schema.enum || schema.format || schema.pattern ? ["?"] : [];
  return [
    "\u0000",
    "a\u0000b",
    LONG,
    ...(isNumber ? absurd : []),
    ...unknown,
    ...impossible(document, given),
  ];
}
