import { appUrl, openDatabase } from "../../src/db/index.ts";
import { invalid } from "../../src/domain/errors.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { createKeyRing, type Secrets } from "../../src/domain/keys/key-ring.ts";
import { addDevice as add, type NewDevice } from "../../src/domain/tenants/add-device.ts";
import { listTenants } from "../../src/domain/tenants/list-tenants.ts";
import { rotateDeviceToken } from "../../src/domain/tenants/rotate-device-token.ts";
import { setGatewayToken as setToken } from "../../src/domain/tenants/set-gateway-token.ts";
import type { OperatorDatabase } from "../open-database.ts";
import { rootSecret } from "../root-secret.ts";
import { type Command, required, type Values } from "./arguments.ts";

/** Where the gateway posts what, by its own names of the settings. */
async function addressesOf({ ownerUrl, config }: OperatorDatabase, slug: string, token: string) {
  const tenant = (await listTenants(ownerUrl)).find((listed) => listed.slug === slug);
  const own = `${slug}.${config.BASE_DOMAIN}`;
  const host = tenant?.domains[0]?.host ?? own;
  // A dealership's own domain need not lead to a developer's machine.
  const isDevelopment = config.NODE_ENV === "development";
  const site = isDevelopment ? `http://${own}:${config.PORT}` : `https://${host}`;
  const url = `${site}/webhook/fonnte/${token}`;
  return {
    webhook: url,
    webhookstatus: `${url}/status`,
    webhookconnect: `${url}/device`,
    webhookchaining: `${url}/submission`,
  };
}

const shown = (addresses: Awaited<ReturnType<typeof addressesOf>>) =>
  Object.entries(addresses)
    .map(([name, url]) => `  ${name.padEnd(16)} ${url}`)
    .join("\n");

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

export const addDevice: Command = async (database, values) => {
  const { ownerUrl } = database;
  const slug = required(values, "slug");
  const label = required(values, "label");
  const { secret, "gateway-token": token } = values;
  const addWith = (gateway?: NewDevice["gateway"]) =>
    add(ownerUrl, { slug, label, secret, gateway });
  const device = token
    ? await withSecrets(database, (secrets) => addWith({ token, secrets }))
    : await addWith();
  const addresses = await addressesOf(database, slug, device.token);
  return {
    json: { slug, ...device, url: addresses.webhook, addresses },
    text: `Set these webhook addresses at the gateway (shown once):\n${shown(addresses)}`,
  };
};

export const setGatewayToken: Command = async (database, values) => {
  const slug = required(values, "slug");
  const label = required(values, "label");
  const token = required(values, "gateway-token");
  const { id } = await withSecrets(database, (secrets) =>
    setToken(database.ownerUrl, { slug, label, token, secrets }),
  );
  return { json: { slug, id }, text: "Kept. What was held back for it goes out within minutes." };
};

const HOURS = { m: 1 / 60, h: 1, d: 24 } as const;

/** Hours. @throws DomainError invalid. */
function overlapOf({ overlap = "24h" }: Values): number {
  const match = /^(\d{1,4})([mhd])$/.exec(overlap);
  if (!match) throw invalid("--overlap", "must be a number with m, h or d, such as 24h");
  return Number(match[1]) * HOURS[match[2] as keyof typeof HOURS];
}

export const rotateDevice: Command = async (database, values) => {
  const slug = required(values, "slug");
  const label = required(values, "label");
  const rotated = await rotateDeviceToken(database.ownerUrl, {
    slug,
    label,
    overlap: overlapOf(values),
  });
  const addresses = await addressesOf(database, slug, rotated.token);
  const until = rotated.othersExpireAt.toISOString();
  return {
    json: { slug, ...rotated, addresses },
    text: `Set these webhook addresses at the gateway (shown once); the former are good until ${until}:\n${shown(addresses)}`,
  };
};
