import { withOperator } from "../../db/index.ts";
import { addSigningKey } from "./add-key.ts";
import { lockKeys } from "./ensure-keys.ts";

/** Seconds until a new key signs, so that whoever keeps a copy of the public keys has it by then. */
const LEAD_TIME = 600;
/** Seconds beyond the life of the last token that an old key signed. */
const MARGIN = 600;

export interface Rotation {
  id: string;
  activatesAt: Date;
  /** When the keys before it stop being good, as no token of theirs is left. */
  othersRetireAt: Date;
}

/**
 * Adds a key for access tokens. Those before it verify until their last token has expired, so
 * nobody is logged out; those retired already are removed.
 * @param lifetime seconds an access token is good for.
 * @param atOnce true when the new key signs from now on.
 */
export function rotateSigningKey(
  ownerUrl: string,
  rootSecret: string,
  { lifetime, atOnce }: { lifetime: number; atOnce: boolean },
): Promise<Rotation> {
  return withOperator(ownerUrl, async (scope) => {
    await lockKeys(scope);
    const now = new Date();
    await scope.db.key.deleteMany({ where: { purpose: "signing", retiresAt: { lt: now } } });
    const activatesAt = new Date(now.getTime() + (atOnce ? 0 : LEAD_TIME * 1000));
    const othersRetireAt = new Date(activatesAt.getTime() + (lifetime + MARGIN) * 1000);
    await scope.db.key.updateMany({
      where: { purpose: "signing", retiresAt: null },
      data: { retiresAt: othersRetireAt },
    });
    const id = await addSigningKey(scope, rootSecret, activatesAt);
    return { id, activatesAt, othersRetireAt };
  });
}
