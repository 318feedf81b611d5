import { withOperator } from "../../db/index.ts";

/** The installation's keys without their secrets, the oldest first. */
export const listInstallationKeys = (ownerUrl: string) =>
  withOperator(ownerUrl, ({ db }) =>
    db.key.findMany({
      select: { id: true, purpose: true, activatesAt: true, retiresAt: true },
      orderBy: [{ purpose: "asc" }, { activatesAt: "asc" }],
    }),
  );
