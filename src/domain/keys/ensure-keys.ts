import { type OperatorScope, withOperator } from "../../db/index.ts";
import { addSealingKey, addSigningKey } from "./add-key.ts";
import { unwrapKey, wrapKey } from "./wrapping.ts";

/** Any number: it only has to be the same in every process that works on the keys. */
const KEYS_LOCK = 7_205_122;

/** One process at a time works on the keys, until its transaction ends. */
export async function lockKeys({ db }: OperatorScope): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${KEYS_LOCK})`;
}

/**
 * Sees to it that the installation has its keys, and that the root secret opens them: those that
 * the previous one wrapped are wrapped anew.
 * @throws Error when a key opens with neither.
 */
export async function ensureKeys(
  ownerUrl: string,
  rootSecret: string,
  previous?: string,
): Promise<void> {
  await withOperator(ownerUrl, async (scope) => {
    await lockKeys(scope);
    const keys = await scope.db.key.findMany();
    for (const key of keys) {
      try {
        unwrapKey(rootSecret, key);
      } catch (error) {
        if (!previous) throw error;
        const wrapped = wrapKey(rootSecret, key, unwrapKey(previous, key));
        await scope.db.key.update({ where: { id: key.id }, data: { wrapped } });
      }
    }
    const now = new Date();
    if (!keys.some(({ purpose }) => purpose === "signing")) {
      await addSigningKey(scope, rootSecret, now);
    }
    if (!keys.some(({ purpose }) => purpose === "sealing")) {
      await addSealingKey(scope, rootSecret, now);
    }
  });
}
