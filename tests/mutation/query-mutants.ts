import type { Mutant } from "./mutant.ts";

/** The one that reads the code, which is quick, and the one that asks two dealerships under the same keys. */
const SUITES = ["tests/architecture/scoped-queries.test.ts", "tests/isolation/twins.test.ts"];

/** A tenant in a condition or a key of Prisma's, with the comma that follows. */
const IN_PRISMA = /(?<=[{,]\s*)tenantId(: (?:scope\.)?tenant(?:\.id|Id))?\s*(?:,\s*|(?=\}))/g;
/** A comparison of tenants in SQL. */
const IN_SQL = /[\w.]*\btenant_id = (?:\$\{[^}]+\}(?:::uuid)?|\w+\.tenant_id)/g;
/** What holds tenants apart by other means: the operator's own work, and names taken out of a scope. */
const NO_QUERY = /const \{[^}]*\} =|\}: \w+|^import /;

/** Every condition of a query that names the tenant. */
export async function queryMutants(root: string): Promise<Mutant[]> {
  const found = await Array.fromAsync(new Bun.Glob("src/domain/**/*.ts").scan(root));
  const mutants: Mutant[] = [];
  for (const file of found.sort()) {
    const source = await Bun.file(`${root}/${file}`).text();
    const add = (from: number, matched: string, text: string) => {
      const line = source.slice(0, from).split("\n").length;
      const whole = source.split("\n")[line - 1] ?? "";
      if (NO_QUERY.test(whole)) return;
      mutants.push({
        ...{ kind: "query", name: `${file}:${line}: ${whole.trim()}` },
        change: { file, from, to: from + matched.length, text },
        suites: SUITES,
      });
    };
    for (const match of source.matchAll(IN_PRISMA)) add(match.index, match[0], "");
    for (const match of source.matchAll(IN_SQL)) add(match.index, match[0], "TRUE");
  }
  return mutants;
}
