/** Directus over a table of the cars on offer, asked as its administrator. */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";
import { newToken } from "../../../../src/infra/secrets.ts";
import { CARD } from "../listing-sql.ts";
import { outputOf } from "../output-of.ts";
import type { Processes, Served } from "../processes.ts";
import { NotHere } from "../verdict.ts";
import { installPeer } from "./packages.ts";

/** It takes in tables alone, with a key of one column. */
const SETUP = `
  CREATE TABLE bench_cars AS SELECT c.tenant_id, gen_random_uuid() AS id, ${CARD} FROM cars c
    WHERE c.status IN ('available', 'booking');
  ALTER TABLE bench_cars ADD PRIMARY KEY (id);
  CREATE INDEX ON bench_cars (tenant_id, listed_at DESC, id DESC);
  CREATE INDEX ON bench_cars (tenant_id, brand, listed_at DESC, id DESC);
  ANALYZE bench_cars;`;

const TOKEN = newToken();

export const AS_ADMINISTRATOR = { Authorization: `Bearer ${TOKEN}` };

async function run(ownerUrl: string, statement: string, values?: string[]): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(statement, values);
  await owner.end();
}

/** @throws NotHere when its program cannot be had, or does not run here. */
export async function startDirectus(
  processes: Processes,
  ownerUrl: string,
  folder: string,
): Promise<Served> {
  const place = await installPeer(folder, "directus");
  // A part of it is compiled, for which Node's own headers serve.
  const prefix = dirname(dirname(realpathSync(Bun.which("node") ?? "/usr/bin/node")));
  const compile = ["npm", "rebuild", "isolated-vm", `--nodedir=${prefix}`, "--loglevel=error"];
  await outputOf(compile, place).catch(() => {
    throw new NotHere("it needs a compiler and Node's headers");
  });
  const program = ["node", join(place, "node_modules/directus/cli.js")];
  await run(ownerUrl, SETUP);
  const env = {
    ...{ KEY: newToken(), SECRET: newToken(), TELEMETRY: "false", LOG_LEVEL: "error" },
    ...{ DB_CLIENT: "pg", DB_CONNECTION_STRING: ownerUrl, HOST: "127.0.0.1" },
    ...{ ADMIN_EMAIL: "admin@example.com", ADMIN_PASSWORD: newToken() },
  };
  await outputOf([...program, "bootstrap"], place, env).catch(({ message }: Error) => {
    throw new NotHere(`it does not run here: ${message.slice(-200)}`);
  });
  await run(ownerUrl, "UPDATE directus_users SET token = $1 WHERE email = 'admin@example.com'", [
    TOKEN,
  ]);
  return processes.serve({
    ...{ name: "Directus", cwd: place, command: () => [...program, "start"] },
    env: (port) => ({ ...env, PORT: String(port) }),
    isReady: async (port) => {
      const asked = { headers: AS_ADMINISTRATOR };
      const url = `http://127.0.0.1:${port}/items/bench_cars?limit=1`;
      return (await fetch(url, asked).catch(() => null))?.status === 200;
    },
  });
}
