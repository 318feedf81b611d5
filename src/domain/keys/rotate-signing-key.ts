import { withOperator } from "../../db/index.ts";
import { addSigningKey } from "./add-key.ts";
import { lockKeys } from "./ensure-keys.ts";

/** Seconds until a new key signs, so that whoever keeps a copy of the public keys has it by then. */
const LEAD_TIME = 600;
/** Seconds beyond the life of the last token that an old key signed. */
const MARGIN = 600;

export interface RotationOptions {
  /** Seconds an access token is good for. */
  lifetime: number;
  /**
   * "later": the new key signs in ten minutes; "now": at once; "revoke": at once, and those before
   * it are good no more, as for a key that leaked. Access tokens are then refused, and refreshed.
   */
  when: "later" | "now" | "revoke";
}

export interface Rotation {
  id: string;
  activatesAt: Date;
  /** When the keys before it stop being good, as no token of theirs is left. */
  othersRetireAt: Date;
}

/**
 * Adds a key for access tokens. Those before it verify until their last token has expired, so
 * nobody is logged out. Those that are retired, or have not begun to sign, are removed.
 */
export function rotateSigningKey(
  ownerUrl: string,
  rootSecret: string,
  { lifetime, when }: RotationOptions,
): Promise<Rotation> {
  return withOperator(ownerUrl, async (scope) => {
    await lockKeys(scope);
    const now = new Date();
    const purpose = "signing";
    await scope.db.key.deleteMany({
      where: { purpose, OR: [{ retiresAt: { lt: now } }, { activatesAt: { gt: now } }] },
    });
    const activatesAt = new Date(now.getTime() + (when === "later" ? LEAD_TIME * 1000 : 0));
    const lastToken = new Date(activatesAt.getTime() + (lifetime + MARGIN) * 1000);
    const othersRetireAt = when === "revoke" ? now : lastToken;
    const current = await scope.db.key.findFirst({
      where: { purpose },
      orderBy: [{ activatesAt: "desc" }, { id: "desc" }],
      select: { id: true },
    });
    await scope.db.key.updateMany({
      where: when === "revoke" ? { purpose } : { purpose, id: current?.id ?? "" },
      data: { retiresAt: othersRetireAt },
    });
    const id = await addSigningKey(scope, rootSecret, activatesAt);
    return { id, activatesAt, othersRetireAt };
  });
}
