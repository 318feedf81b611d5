import { parseArgs } from "node:util";
import { FIELDS, type Field, fieldOf } from "../src/domain/cars/import/fields.ts";
import { IMPORT_MODES, type ImportMode } from "../src/domain/cars/import/import-manner.ts";
import type { ImportOptions } from "../src/domain/cars/import/import-options.ts";

/** A command line that cannot be carried out, with what to change. */
export class UsageError extends Error {
  override name = "UsageError";
}

interface UndoArguments {
  tenant: string;
  undo: true;
  json: boolean;
}

export interface ImportArguments {
  tenant: string;
  undo: false;
  path: string;
  options: ImportOptions;
  mode: ImportMode;
  dryRun: boolean;
  json: boolean;
  rejected: string | undefined;
}

/**
 * The command line; null when it asks for help.
 * @throws UsageError naming the option to put right.
 */
export function readArguments(args: string[]): ImportArguments | UndoArguments | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  if (values.undo) return undoArguments(values, positionals);
  const [path, ...others] = positionals;
  if (!path) throw new UsageError("Name the file to import: bun run import --tenant SLUG FILE.csv");
  if (others.length > 0) throw new UsageError(`Import one file at a time, not also ${others[0]}.`);
  return {
    tenant: tenant(values.tenant),
    ...{ undo: false, path, mode: mode(values.mode) },
    dryRun: values["dry-run"],
    json: values.json,
    rejected: values.rejected,
    options: {
      columns: Object.fromEntries(mappings(values.map)),
      constants: Object.fromEntries(values.set.map((text) => assignment("--set", text))),
      rates: Object.fromEntries(values.rate.map(rate)),
      status: status(values.status),
      sheet: values.sheet,
    },
  };
}

function tenant(slug: string | undefined): string {
  if (slug) return slug;
  throw new UsageError("--tenant is required: the dealership's slug. List: bun run tenant list");
}

function undoArguments(
  { json, ...values }: { json: boolean; tenant?: string; "dry-run": boolean },
  positionals: string[],
): UndoArguments {
  if (positionals.length > 0)
    throw new UsageError("--undo takes no file: it is of the last import.");
  if (values["dry-run"]) throw new UsageError("--undo cannot be rehearsed; leave --dry-run out.");
  return { tenant: tenant(values.tenant), undo: true, json };
}

function parse(args: string[]) {
  const texts = { type: "string", multiple: true, default: [] as string[] } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        tenant: { type: "string" },
        map: texts,
        set: texts,
        rate: texts,
        sheet: { type: "string" },
        status: { type: "string", default: "available" },
        mode: { type: "string", default: "rows" },
        rejected: { type: "string" },
        undo: flag,
        "dry-run": flag,
        json: flag,
        help: { ...flag, short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nSee: bun run import --help`);
  }
}

function assignment(option: string, text: string): [Field, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`${option} ${text}: write it as ${option} field=…`);
  const name = text.slice(0, at).trim();
  const field = fieldOf(name);
  if (field) return [field, text.slice(at + 1).trim()];
  throw new UsageError(
    `${option}: there is no field "${name}". The fields are: ${FIELDS.join(", ")}.`,
  );
}

/** A comma separates two mappings only where another "field=" follows; names may hold commas. */
const mappings = (texts: string[]): [Field, string[]][] =>
  texts
    .flatMap((text) => text.split(/,(?=[^,=|]+=)/))
    .map((text) => {
      const [field, columns] = assignment("--map", text);
      const names = columns.split("|").map((name) => name.trim());
      if (names.every(Boolean)) return [field, names];
      throw new UsageError(`--map ${text.trim()}: name a column after = and between |.`);
    });

function rate(text: string): [string, number] {
  const match = /^([a-z]{3})=(\d+(?:\.\d{1,2})?)$/i.exec(text.trim());
  if (match) return [(match[1] ?? "").toUpperCase(), Number(match[2])];
  throw new UsageError(
    `--rate ${text}: write the currency and the rupiah for one unit in plain digits, such as GBP=20500.`,
  );
}

function mode(text: string): ImportMode {
  const known = IMPORT_MODES.find((one) => one === text);
  if (known) return known;
  throw new UsageError(`--mode ${text}: use rows or file.`);
}

function status(text: string): "available" | "draft" {
  if (text === "available" || text === "draft") return text;
  throw new UsageError(`--status ${text}: use available or draft.`);
}
