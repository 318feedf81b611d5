import pg from "pg";
import { appUrl, openDatabase } from "../../src/db/index.ts";
import { createKeyRing } from "../../src/domain/keys/key-ring.ts";
import { addDevice } from "../../src/domain/tenants/add-device.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import type { Cluster } from "./cluster.ts";

const PASSWORD = "correct horse battery";

export interface StormDevice {
  id: string;
  tenant: StormTenant;
  label: string;
  /** Of its webhook address. */
  token: string;
  /** By which it sends at the gateway. */
  gatewayToken: string;
}

export interface StormTenant {
  id: string;
  slug: string;
  host: string;
  owner: { email: string; password: string };
  devices: StormDevice[];
}

export interface StageSize {
  tenants: number;
  devices: number;
  /** Milliseconds. */
  sendInterval: number;
}

/** Dealerships and their devices, in a cluster that has none. */
export async function setStage(cluster: Cluster, size: StageSize): Promise<StormTenant[]> {
  const database = openDatabase({ url: appUrl(cluster.ownerUrl), connections: 1 });
  const { secrets } = createKeyRing(database, cluster.rootSecret);
  const tenants: StormTenant[] = [];
  for (let n = 0; n < size.tenants; n += 1) {
    const slug = `dealer-${n}`;
    const owner = { email: `owner@${slug}.test`, password: PASSWORD };
    const { id } = await createTenant(
      cluster.ownerUrl,
      { slug, name: `Dealer ${n}`, owner: { name: "Olla Owner", ...owner } },
      "localhost",
    );
    tenants.push({ id, slug, owner, host: `${slug}.localhost`, devices: [] });
  }
  for (let n = 0; n < size.devices; n += 1) {
    const tenant = tenants[n % tenants.length];
    if (!tenant) break;
    const [label, gatewayToken] = [`device ${n}`, `gateway-token-of-device-${n}`];
    const gateway = { token: gatewayToken, secrets };
    const device = await addDevice(cluster.ownerUrl, { slug: tenant.slug, label, gateway });
    tenant.devices.push({ ...device, tenant, label, gatewayToken });
  }
  await database.close();
  const owner = new pg.Client({ connectionString: cluster.ownerUrl });
  await owner.connect();
  await owner.query("UPDATE whatsapp_devices SET send_interval_ms = $1", [size.sendInterval]);
  await owner.end();
  return tenants;
}
