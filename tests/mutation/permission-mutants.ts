import { may, PERMISSIONS, ROLES } from "../../src/domain/staff/permissions.ts";
import type { Mutant } from "./mutant.ts";

const TABLE = "src/domain/staff/permissions.ts";
const TABLE_SUITES = ["tests/architecture/permissions-table.test.ts"];
const ROUTE_SUITES = ["tests/isolation/permissions.test.ts"];

/** Every cell of the table of permissions that says no. */
async function cells(root: string): Promise<Mutant[]> {
  const source = await Bun.file(`${root}/${TABLE}`).text();
  return PERMISSIONS.flatMap((permission) => {
    const row = source.indexOf(`"${permission}": {`);
    return [...ROLES.filter((role) => !may(role, permission)), "apiKey" as const].flatMap((who) => {
      const cell = source.indexOf(`${who}: false`, row);
      const isOfRow = cell >= 0 && cell < source.indexOf("}", row);
      if (row < 0 || !isOfRow) return [];
      const from = cell + `${who}: `.length;
      return {
        ...{ kind: "permission" as const, name: `${permission}: also ${who}` },
        change: { file: TABLE, from, to: from + "false".length, text: "true" },
        suites: TABLE_SUITES,
      };
    });
  });
}

/** Every route's own permission, which gives way to one that every role holds. */
async function routes(root: string): Promise<Mutant[]> {
  const files = await Array.fromAsync(new Bun.Glob("src/http/**/*.ts").scan(root));
  const mutants: Mutant[] = [];
  for (const file of files.sort()) {
    const source = await Bun.file(`${root}/${file}`).text();
    for (const match of source.matchAll(/staffOnly\("([\w:]+)"\)/g)) {
      const line = source.slice(0, match.index).split("\n").length;
      const text = match[1] === "cars:read" ? 'staffOnly("leads:read")' : 'staffOnly("cars:read")';
      mutants.push({
        ...{ kind: "permission", name: `${file}:${line}: ${match[0]} becomes ${text}` },
        change: { file, from: match.index, to: match.index + match[0].length, text },
        suites: ROUTE_SUITES,
      });
    }
  }
  return mutants;
}

export const permissionMutants = async (root: string): Promise<Mutant[]> => [
  ...(await cells(root)),
  ...(await routes(root)),
];
