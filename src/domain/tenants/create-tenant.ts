import { z } from "zod";
import { uniqueViolation, withOperator } from "../../db/index.ts";
import { conflict } from "../errors.ts";
import { Phone } from "../phone.ts";
import { assertNotOwnEmail, hashPassword, Password } from "../staff/password.ts";
import { line, text } from "../text.ts";
import { hostOutside } from "./host.ts";
import { recordOperatorEvent } from "./record-operator-event.ts";
import { OpeningHours } from "./schemas.ts";

/** Days a new dealership may try the product. */
const TRIAL_DAYS = 30;

export const NewTenant = z.strictObject({
  slug: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      "must be 1 to 63 of a-z, 0-9 and inner hyphens, as it becomes part of a host name",
    ),
  name: line(120),
  domains: z.array(z.string()).max(50).default([]),
  status: z.enum(["trial", "active"]).default("active"),
  timeZone: z
    .string()
    .refine((zone) => Intl.supportedValuesOf("timeZone").includes(zone), "is not a time zone")
    .default("Asia/Jakarta"),
  phone: Phone.optional(),
  whatsappNumber: Phone.optional(),
  email: z.email().max(254).optional(),
  address: text(300).optional(),
  city: text(80).optional(),
  openingHours: OpeningHours.optional(),
  owner: z.strictObject({
    name: line(120),
    email: z.email("must be an e-mail address").max(254).toLowerCase(),
    password: Password,
  }),
});
export type NewTenant = z.input<typeof NewTenant>;

/**
 * Opens a dealership with its domains and its first owner, all or nothing.
 * @throws DomainError conflict SLUG_TAKEN or DOMAIN_TAKEN, invalid; ZodError for invalid input.
 */
export async function createTenant(
  ownerUrl: string,
  input: NewTenant,
  baseDomain: string,
): Promise<{ id: string; slug: string; ownerId: string }> {
  const { owner, domains: given, ...tenant } = NewTenant.parse(input);
  const domains = z.array(hostOutside(baseDomain)).parse(given);
  assertNotOwnEmail("owner.password", owner.password, owner.email);
  const id = Bun.randomUUIDv7();
  const ownerId = Bun.randomUUIDv7();
  const passwordHash = await hashPassword(owner.password, id);
  const trialEndsAt =
    tenant.status === "trial" ? new Date(Date.now() + TRIAL_DAYS * 86_400_000) : null;
  try {
    return await withOperator(ownerUrl, async (scope) => {
      const { db } = scope;
      await scope.enterTenant(id);
      await db.tenant.create({ data: { id, trialEndsAt, ...tenant } });
      await db.catalogueVersion.create({ data: { tenantId: id } });
      await db.stockCounter.create({ data: { tenantId: id } });
      await db.domain.createMany({
        data: domains.map((host, index) => ({ tenantId: id, host, isPrimary: index === 0 })),
      });
      await db.staff.create({
        data: {
          tenantId: id,
          id: ownerId,
          name: owner.name,
          email: owner.email,
          role: "owner",
          status: "active",
          passwordHash,
        },
      });
      const after = { ...tenant, trialEndsAt, domains, ownerId };
      await recordOperatorEvent(scope, id, {
        ...{ action: "tenant.created", subject: "tenant", id, after },
      });
      return { id, slug: tenant.slug, ownerId };
    });
  } catch (error) {
    const taken = uniqueViolation(error);
    if (taken === "slug") {
      throw conflict("SLUG_TAKEN", `The slug ${tenant.slug} is taken by another dealership.`);
    }
    if (taken === "host") {
      throw conflict("DOMAIN_TAKEN", `One of ${domains.join(", ")} belongs to another dealership.`);
    }
    throw error;
  }
}
