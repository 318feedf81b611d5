import { parseArgs } from "node:util";
import { invalid } from "../../src/domain/errors.ts";
import type { OperatorDatabase } from "../open-database.ts";

const text = { type: "string" } as const;

/** Throws in words for whoever typed it. */
export const readArguments = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      slug: text,
      name: text,
      domain: { type: "string", multiple: true },
      status: text,
      label: text,
      secret: text,
      "gateway-token": text,
      overlap: text,
      hours: text,
      phone: text,
      whatsapp: text,
      city: text,
      address: text,
      "owner-name": text,
      "owner-email": text,
      "owner-password": text,
      "time-zone": text,
      "trial-ends": text,
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });

export type Values = ReturnType<typeof readArguments>["values"];

/** Does a command. @returns what it did, as JSON and in words. */
export type Command = (
  database: OperatorDatabase,
  values: Values,
) => Promise<{ json: unknown; text: string }>;

/** @throws DomainError invalid without it. */
export function required<Name extends keyof Values>(
  values: Values,
  name: Name,
): NonNullable<Values[Name]> {
  const value = values[name];
  if (value === undefined) throw invalid(`--${name}`, "is required");
  return value;
}
