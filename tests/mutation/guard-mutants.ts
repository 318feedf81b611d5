import { GUARDS } from "./guards.ts";
import type { Mutant } from "./mutant.ts";

/**
 * Every guard of the list.
 * @throws Error when one is not where it is said to be.
 */
export async function guardMutants(root: string): Promise<Mutant[]> {
  return Promise.all(
    GUARDS.map(async ({ lets, file, guard, instead = "", suites }) => {
      const source = await Bun.file(`${root}/${file}`).text();
      const from = source.indexOf(guard);
      if (from < 0 || source.indexOf(guard, from + 1) >= 0) {
        throw new Error(`${file} must hold this once, so that it can be taken away:\n${guard}`);
      }
      return {
        ...{ kind: "guard" as const, name: `${file}: lets ${lets}` },
        change: { file, from, to: from + guard.length, text: instead },
        suites: suites.map((suite) => `tests/${suite}.test.ts`),
      };
    }),
  );
}
