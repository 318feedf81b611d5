import { invalid } from "../../src/domain/errors.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { listTenants } from "../../src/domain/tenants/list-tenants.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { type Command, required, type Values } from "./arguments.ts";

export const create: Command = async ({ ownerUrl, config }, values) => {
  const name = required(values, "name");
  const created = await createTenant(
    ownerUrl,
    {
      slug: required(values, "slug"),
      name,
      domains: values.domain ?? [],
      status: values.status as "active" | "trial" | undefined,
      timeZone: values["time-zone"],
      phone: values.phone,
      whatsappNumber: values.whatsapp,
      city: values.city,
      address: values.address,
      owner: {
        name: values["owner-name"] ?? name,
        email: required(values, "owner-email"),
        password: required(values, "owner-password"),
      },
    },
    config.BASE_DOMAIN,
  );
  const host = `${created.slug}.${config.BASE_DOMAIN}`;
  return { json: { ...created, host }, text: `Created ${created.slug}. It answers at ${host}.` };
};

export const list: Command = async ({ ownerUrl }) => {
  const tenants = (await listTenants(ownerUrl)).map(({ domains, ...tenant }) => ({
    ...tenant,
    domains: domains.map(({ host }) => host),
  }));
  const lines = tenants.map(({ slug, name, status, domains }) =>
    [slug.padEnd(20), status.padEnd(10), name, domains.join(" ")].join("  "),
  );
  return { json: tenants, text: lines.join("\n") || "There is no dealership yet." };
};

function trialEnd(values: Values): Date | undefined {
  const text = values["trial-ends"];
  if (!text) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw invalid("--trial-ends", "must be a date: 2027-01-31");
  return date;
}

export const setStatus: Command = async ({ ownerUrl }, values) => {
  const slug = required(values, "slug");
  const status = required(values, "status");
  const id = await setTenantStatus(ownerUrl, slug, status, trialEnd(values));
  const text = `${slug} is ${status}. Running servers see it within a second.`;
  return { json: { id, slug, status }, text };
};
