/** `bun run tenant`: the operator's commands for dealerships. */
import { parseArgs } from "node:util";
import { ZodError } from "zod";
import { appUrl, openDatabase } from "../src/db/index.ts";
import { DomainError, invalid } from "../src/domain/errors.ts";
import { ensureKeys } from "../src/domain/keys/ensure-keys.ts";
import { createKeyRing, type Secrets } from "../src/domain/keys/key-ring.ts";
import { addDevice, type NewDevice } from "../src/domain/tenants/add-device.ts";
import { addDomain } from "../src/domain/tenants/add-domain.ts";
import { createTenant } from "../src/domain/tenants/create-tenant.ts";
import { listTenants } from "../src/domain/tenants/list-tenants.ts";
import { removeDomain } from "../src/domain/tenants/remove-domain.ts";
import { setTenantStatus } from "../src/domain/tenants/set-tenant-status.ts";
import { closeOnSignal, type OperatorDatabase, openForOperator } from "./open-database.ts";
import { rootSecret } from "./root-secret.ts";

const HELP = `Usage: bun run tenant COMMAND [options]

  create      --slug SLUG --name NAME --owner-email E-MAIL --owner-password PASSWORD
              [--owner-name NAME] [--domain DOMAIN …] [--status active|trial]
              [--time-zone ZONE] [--phone NUMBER] [--whatsapp NUMBER] [--city CITY] [--address TEXT]
  list
  set-status  --slug SLUG --status active|suspended|expired|trial [--trial-ends 2027-01-31]
  add-domain  --slug SLUG --domain DOMAIN
  remove-domain --slug SLUG --domain DOMAIN
  add-device  --slug SLUG --label LABEL [--secret SECRET] [--gateway-token TOKEN]
              a WhatsApp number of the gateway; its token is kept sealed

Every command takes --json. Examples:
  bun run tenant create --slug maju --name "Maju Motor" --domain majumotor.co.id \\
    --owner-email budi@majumotor.co.id --owner-password "a long password"
  bun run tenant set-status --slug maju --status suspended`;

const { values, positionals } = parse();
const [command = "help", ...surplus] = positionals;
if (values.help || command === "help") {
  console.log(HELP);
  process.exit(0);
}

const COMMANDS: Record<string, (database: OperatorDatabase) => Promise<void>> = {
  create: async ({ ownerUrl, config }) => {
    const created = await createTenant(
      ownerUrl,
      {
        slug: required("slug"),
        name: required("name"),
        domains: values.domain ?? [],
        status: values.status as "active" | "trial" | undefined,
        timeZone: values["time-zone"],
        phone: values.phone,
        whatsappNumber: values.whatsapp,
        city: values.city,
        address: values.address,
        owner: {
          name: values["owner-name"] ?? required("name"),
          email: required("owner-email"),
          password: required("owner-password"),
        },
      },
      config.BASE_DOMAIN,
    );
    const host = `${created.slug}.${config.BASE_DOMAIN}`;
    print({ ...created, host }, `Created ${created.slug}. It answers at ${host}.`);
  },
  list: async ({ ownerUrl }) => {
    const tenants = (await listTenants(ownerUrl)).map(({ domains, ...tenant }) => ({
      ...tenant,
      domains: domains.map(({ host }) => host),
    }));
    const lines = tenants.map(({ slug, name, status, domains }) =>
      [slug.padEnd(20), status.padEnd(10), name, domains.join(" ")].join("  "),
    );
    print(tenants, lines.join("\n") || "There is no dealership yet.");
  },
  "set-status": async ({ ownerUrl }) => {
    const slug = required("slug");
    const status = required("status");
    const id = await setTenantStatus(ownerUrl, slug, status, trialEnd());
    print({ id, slug, status }, `${slug} is ${status}. Running servers see it within a second.`);
  },
  "add-domain": async ({ ownerUrl, config }) => {
    const slug = required("slug");
    const domain = onlyDomain();
    const added = await addDomain(ownerUrl, slug, domain, config.BASE_DOMAIN);
    print({ slug, ...added }, `${slug} answers at ${added.host}.`);
  },
  "remove-domain": async ({ ownerUrl }) => {
    const slug = required("slug");
    const host = await removeDomain(ownerUrl, slug, onlyDomain());
    print({ slug, host }, `${slug} no longer answers at ${host}.`);
  },
  "add-device": async (database) => {
    const { ownerUrl, config } = database;
    const slug = required("slug");
    const label = required("label");
    const { secret, "gateway-token": token } = values;
    const add = (gateway?: NewDevice["gateway"]) =>
      addDevice(ownerUrl, { slug, label, secret, gateway });
    const device = token
      ? await withSecrets(database, (secrets) => add({ token, secrets }))
      : await add();
    const url = `https://${slug}.${config.BASE_DOMAIN}/webhook/fonnte/${device.token}`;
    print(
      { slug, ...device, url },
      `Set this webhook address at the gateway (shown once):\n${url}`,
    );
  },
};

if (surplus.length > 0) fail(`There is nothing to do with ${surplus.join(" ")}.\n\n${HELP}`);
const run = COMMANDS[command] ?? fail(`There is no command ${command}.\n\n${HELP}`);
const database = await openForOperator();
closeOnSignal(database.close);
let refusal: string | null = null;
try {
  await run(database);
} catch (error) {
  refusal = reasonOf(error);
  if (refusal === null) throw error;
} finally {
  await database.close();
}
if (refusal !== null) fail(refusal);
process.exit(0);

/** Why the input was refused; null for a fault that is not the operator's. */
function reasonOf(error: unknown): string | null {
  if (error instanceof ZodError) {
    return error.issues
      .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
      .join("\n");
  }
  if (!(error instanceof DomainError)) return null;
  const fields = error.details.errors ?? [];
  return [error.message, ...fields.map((field) => `${field.path}: ${field.message}`)].join("\n");
}

function parse() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        slug: text,
        name: text,
        domain: { type: "string", multiple: true },
        status: text,
        label: text,
        secret: text,
        "gateway-token": text,
        phone: text,
        whatsapp: text,
        city: text,
        address: text,
        "owner-name": text,
        "owner-email": text,
        "owner-password": text,
        "time-zone": text,
        "trial-ends": text,
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    fail(`${(error as Error).message}\n\n${HELP}`);
  }
}

/** Lends what seals secrets, by the installation's keys. */
async function withSecrets<Result>(
  { ownerUrl, config }: OperatorDatabase,
  work: (secrets: Secrets) => Promise<Result>,
): Promise<Result> {
  const secret = await rootSecret(config);
  await ensureKeys(ownerUrl, secret, config.JWT_SECRET_PREVIOUS);
  const database = openDatabase({ url: appUrl(ownerUrl), connections: 1 });
  try {
    return await work(createKeyRing(database, secret).secrets);
  } finally {
    await database.close();
  }
}

function required<Name extends keyof typeof values>(
  name: Name,
): NonNullable<(typeof values)[Name]> {
  const value = values[name];
  if (value === undefined) throw invalid(`--${name}`, "is required");
  return value;
}

function onlyDomain(): string {
  const [domain = "", ...more] = required("domain");
  if (more.length > 0) throw invalid("--domain", "must be given once");
  return domain;
}

function trialEnd(): Date | undefined {
  const text = values["trial-ends"];
  if (!text) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw invalid("--trial-ends", "must be a date: 2027-01-31");
  return date;
}

function print(json: unknown, text: string): void {
  console.log(values.json ? JSON.stringify(json, null, 2) : text);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
