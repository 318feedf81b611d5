import { DEMO_DEALERS, DEMO_PASSWORD } from "../src/demo/dealers.ts";

interface Served {
  port: number;
  baseDomain: string;
  /** The dealerships there are. */
  tenants: { slug: string; domains: { host: string }[] }[];
}

/** Tells where to look, and how to log into the demo's dealerships when they are there. */
export function printAddresses({ port, baseDomain, tenants }: Served): void {
  const at = (host: string, path: string) => `http://${host}:${port}${path}`;
  const demo = DEMO_DEALERS.filter(({ slug, domain }) =>
    tenants.some((known) => known.slug === slug && known.domains.some((d) => d.host === domain)),
  );
  const lines = [
    "",
    "AutoLeads answers at",
    `  ${at("localhost", "/docs")}   the API, to read and try`,
  ];
  for (const { slug, name } of demo) {
    lines.push(`  ${at(`${slug}.${baseDomain}`, "/api/cars")}   ${name}`);
  }
  if (demo.length > 0) {
    lines.push("", `Demo logins, each with the password ${DEMO_PASSWORD}`);
    for (const { name, staff } of demo) {
      const logins = Object.values(staff).map(({ email, role }) => `${email} (${role})`);
      lines.push(`  ${name}: ${logins.join(", ")}`);
    }
    lines.push("", "Demo WhatsApp webhooks");
    for (const { slug, whatsappToken } of demo) {
      lines.push(`  ${at(`${slug}.${baseDomain}`, `/webhook/fonnte/${whatsappToken}`)}`);
    }
  } else if (tenants.length === 0) {
    lines.push("", "There is no dealership yet: bun run tenant create --help");
  }
  console.log(`${lines.join("\n")}\n\nCtrl-C stops it.\n`);
}
