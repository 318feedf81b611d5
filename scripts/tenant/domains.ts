import { invalid } from "../../src/domain/errors.ts";
import { addDomain as add } from "../../src/domain/tenants/add-domain.ts";
import { removeDomain as remove } from "../../src/domain/tenants/remove-domain.ts";
import { type Command, required, type Values } from "./arguments.ts";

function onlyDomain(values: Values): string {
  const [domain = "", ...more] = required(values, "domain");
  if (more.length > 0) throw invalid("--domain", "must be given once");
  return domain;
}

export const addDomain: Command = async ({ ownerUrl, config }, values) => {
  const slug = required(values, "slug");
  const added = await add(ownerUrl, slug, onlyDomain(values), config.BASE_DOMAIN);
  return { json: { slug, ...added }, text: `${slug} answers at ${added.host}.` };
};

export const removeDomain: Command = async ({ ownerUrl }, values) => {
  const slug = required(values, "slug");
  const host = await remove(ownerUrl, slug, onlyDomain(values));
  return { json: { slug, host }, text: `${slug} no longer answers at ${host}.` };
};
