import { parseArgs } from "node:util";
import { ExportQuery } from "../src/domain/cars/export/export-query.ts";

export const HELP = `Usage: bun run export --tenant SLUG [options]

Writes the stock of a dealership with the columns that bun run import reads: importing the file
again changes nothing. Without a filter it is every car of every status, in the order of their making.

  --format csv|xlsx    CSV for spreadsheets, or an Excel workbook (default: as the name of --out
                       ends, otherwise csv)
  --out FILE           where it goes; - or nothing is the standard output. A file is there when it
                       is whole.
  --overwrite          replace FILE

Filters, as in the staff's list of cars:
  --status draft|available|booking|sold   --brand, --model, --color NAME
  --year-min, --year-max YEAR             --price-min, --price-max RUPIAH
  --transmission, --fuel, --body-type WORD  --mileage-max KM
  --q "WORDS"                             words that all occur in the listing

Examples:
  bun run export --tenant prima --out stok.xlsx
  bun run export --tenant prima --status available --price-max 200000000 > murah.csv`;

/** A command line that cannot be carried out, with what to change. */
export class UsageError extends Error {
  override name = "UsageError";
}

export interface ExportArguments {
  tenant: string;
  query: ExportQuery;
  /** Null for the standard output. */
  out: string | null;
  overwrite: boolean;
}

const FILTERS = Object.keys(ExportQuery.shape).filter((name) => name !== "format");
const optionOf = (filter: string) =>
  filter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * The command line; null when it asks for help.
 * @throws UsageError naming the option to put right.
 */
export function readArguments(args: string[]): ExportArguments | null {
  const values = parse(args);
  if (values["help"]) return null;
  const text = (name: string) => values[name] as string | undefined;
  const tenant = text("tenant");
  if (!tenant) {
    throw new UsageError("--tenant is required: the dealership's slug. List: bun run tenant list");
  }
  const out = text("out") ?? "-";
  const given = FILTERS.map((filter) => [filter, text(optionOf(filter))]);
  const query = ExportQuery.safeParse({
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    format: text("format") ?? (/\.xlsx$/i.test(out) ? "xlsx" : "csv"),
  });
  if (!query.success) {
    const problems = query.error.issues.map(
      ({ path, message }) => `--${optionOf(String(path[0]))}: ${message}`,
    );
    throw new UsageError(`${problems.join("\n")}\nSee: bun run export --help`);
  }
  return {
    ...{ tenant, query: query.data, overwrite: values["overwrite"] === true },
    out: out === "-" ? null : out,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...Object.fromEntries(
          ["tenant", "format", "out", ...FILTERS.map(optionOf)].map((name) => [name, text]),
        ),
        ...{ overwrite: flag, help: { ...flag, short: "h" } },
      },
    });
    return values as Record<string, string | boolean | undefined>;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nSee: bun run export --help`);
  }
}
