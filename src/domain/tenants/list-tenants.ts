import { withOperator } from "../../db/index.ts";

/** Every dealership with its domains, by slug. For the operator alone. */
export const listTenants = (ownerUrl: string) =>
  withOperator(ownerUrl, ({ db }) =>
    db.tenant.findMany({
      orderBy: { slug: "asc" },
      select: {
        id: true,
        slug: true,
        name: true,
        status: true,
        trialEndsAt: true,
        domains: { select: { host: true }, orderBy: [{ isPrimary: "desc" }, { host: "asc" }] },
      },
    }),
  );
