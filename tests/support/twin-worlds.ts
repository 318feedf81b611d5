import type pg from "pg";
import { migrate } from "../../src/db/index.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import {
  checksums,
  connect,
  rowsOf,
  type TenantTable,
  tellingTexts,
  tenantTables,
} from "./attack-database.ts";
import { type Dealership, enlarge, openDealership } from "./attack-dealership.ts";
import {
  type Ask,
  type NamedOperation,
  operationsOf,
  readDocument,
  type Sender,
  send,
} from "./attack-operations.ts";
import { takeSnapshot } from "./attack-snapshot.ts";
import {
  createTestApp,
  randomAddress,
  type TestApp,
  testOwnerUrl,
  testRootSecret,
} from "./test-app.ts";
import { addTwin, dropChecks } from "./twin-rows.ts";

/** An installation on a database of its own. */
export interface World {
  app: TestApp;
  owner: pg.Client;
  tables: TenantTable[];
  /** Brings back what everybody had at first. */
  restore(): Promise<void>;
}

/**
 * The same dealership A in two installations: alone, and among others: two twins whose rows have
 * the very keys of its own and come first in every table, and a stranger.
 */
export interface TwinWorlds {
  alone: World;
  crowded: World;
  a: Dealership;
  stranger: Dealership;
  operations: NamedOperation[];
  /**
   * Does the same in both, and tells by what the others' presence was noticed or felt.
   * @param act gives what it was told.
   */
  differences(sent: unknown, act: (world: World) => Promise<string[]>): Promise<string[]>;
  /**
   * Sends the same requests one after the other in both.
   * @param due the first one's status where A is alone, if it matters.
   */
  ask(operation: NamedOperation, asks: Ask[], as: Sender, due?: RegExp): Promise<string[]>;
  close(): Promise<void>;
}

/** Lower than the ids of dealerships that are opened in the present century. */
export const TWINS = [
  { id: "00000000-0000-7000-8000-000000000001", mark: "twincontrary", likeness: "contrary" },
  { id: "00000000-0000-7000-8000-000000000002", mark: "twinexact", likeness: "exact" },
] as const;

const CONFIG = { RATE_LIMIT_MAX_REQUESTS: 1_000_000, CACHE_TTL_SECONDS: 1 };

/** Transactions are numbered through by each database for itself. */
const withoutTransaction = (key: string, value: unknown) =>
  key === "transaction" || key === "changed_in" ? undefined : value;

const urlOf = (database: string) => {
  const url = new URL(testOwnerUrl());
  url.pathname = `/${database}`;
  return url.href;
};

interface WorldOptions {
  /** Whether PostgreSQL still shows each tenant its own rows alone. */
  rowLevelSecurity: boolean;
  /** Gives A, and so its twins, and the stranger what openDealership does not. */
  furnish?: (app: TestApp, dealership: Dealership, which: "a" | "stranger") => Promise<void>;
}

/** Opens both; that takes some seconds. */
export async function openTwinWorlds(options: WorldOptions): Promise<TwinWorlds> {
  const name = `twins_${crypto.randomUUID().slice(0, 8)}`;
  const databases = { alone: `${name}_alone`, crowded: `${name}_crowded` };
  const admin = await connect(testOwnerUrl());
  await admin.query(`CREATE DATABASE ${databases.alone}`);
  await migrate(urlOf(databases.alone));
  await ensureKeys(urlOf(databases.alone), testRootSecret());
  const { a, words } = await prepare(urlOf(databases.alone), options);
  await endConnections(admin, databases.alone);
  await admin.query(`CREATE DATABASE ${databases.crowded} TEMPLATE ${databases.alone}`);

  const now = new Date();
  const open = async (url: string): Promise<World> => {
    const owner = await connect(url);
    const app = createTestApp({ ownerUrl: url, config: CONFIG, clock: () => now });
    return { app, owner, tables: await tenantTables(owner), restore: async () => {} };
  };
  const alone = await open(urlOf(databases.alone));
  const crowded = await open(urlOf(databases.crowded));
  for (const twin of TWINS) {
    await addTwin(crowded.owner, crowded.tables, a.id, twin, words);
  }
  const stranger = await openDealership(crowded.app, crowded.owner);
  await enlarge(crowded.app, crowded.owner, stranger);
  await options.furnish?.(crowded.app, stranger, "stranger");
  const others = [...TWINS.map(({ id }) => id), stranger.id];
  alone.restore = await takeSnapshot(alone.owner, alone.tables, [a.id]);
  crowded.restore = await takeSnapshot(crowded.owner, crowded.tables, [...others, a.id]);
  // Twins' rows come first, also where no index gives an order.
  await crowded.restore();

  const texts = async (id: string) => tellingTexts(await rowsOf(crowded.owner, crowded.tables, id));
  const ofA = await texts(a.id);
  const ofOthers = new Set<string>(TWINS.flatMap(({ id, mark }) => [id, mark]));
  for (const id of others) for (const text of await texts(id)) ofOthers.add(text);
  const secrets = [...ofOthers.difference(ofA)];
  const blur = blurring(JSON.stringify([...ofA]));

  const states = async () => {
    const [here, there, ofOthers] = await Promise.all([
      checksums(alone.owner, alone.tables, [a.id]),
      checksums(crowded.owner, crowded.tables, [a.id]),
      checksums(crowded.owner, crowded.tables, others, "and touch"),
    ]);
    return { alone: here, crowded: there, others: ofOthers };
  };
  let first = await states();
  const rowsLeft = async ({ owner, tables }: World, sent: string) => {
    const rows = await rowsOf(owner, tables, a.id);
    return Object.fromEntries(
      Object.entries(rows).map(([table, own]) => [
        table,
        own.map((row) => blur(JSON.stringify(row, withoutTransaction), sent)).sort(),
      ]),
    );
  };

  const differences: TwinWorlds["differences"] = async (given, act) => {
    const sent = JSON.stringify(given);
    const found: string[] = [];
    const [here, there] = await Promise.all([act(alone), act(crowded)]);
    const told = there.join("\n");
    const known = here.join("\n") + sent;
    const leaked = secrets.filter((text) => told.includes(text) && !known.includes(text));
    if (leaked.length > 0) found.push(`tells ${leaked.slice(0, 3).join(", ")}`);
    for (const [n, answer] of there.entries()) {
      const [expected, actual] = [here[n] ?? "", answer].map((text) => blur(text, sent));
      if (actual !== expected) found.push(`answers ${actual} and alone ${expected}`);
    }
    const after = await states();
    for (const key of Object.keys({ ...first.others, ...after.others })) {
      if (after.others[key] !== first.others[key]) found.push(`touches ${key}`);
    }
    if (!Bun.deepEquals(after, first)) {
      const [left, expected] = await Promise.all([rowsLeft(crowded, sent), rowsLeft(alone, sent)]);
      for (const [table, rows] of Object.entries(left)) {
        if (Bun.deepEquals(rows, expected[table])) continue;
        const [more, less] = [new Set(rows), new Set(expected[table])];
        const [surplus] = more.difference(less);
        const [missing] = less.difference(more);
        found.push(`leaves in ${table} ${surplus} and alone ${missing}`);
      }
      await Promise.all([alone.restore(), crowded.restore()]);
      first = await states();
    }
    return found;
  };

  return {
    ...{ alone, crowded, a, stranger, differences },
    operations: operationsOf(await readDocument(alone.app)),
    ask: async (operation, asks, as, due) => {
      let refused: string | undefined;
      const client = randomAddress();
      const found = await differences(asks, async ({ app }) => {
        const told: string[] = [];
        for (const ask of asks) {
          const { status, headers, text } = await send(app, operation, ask, { client, ...as });
          told.push(`${status} ${JSON.stringify(comparable(headers))} ${text}`);
        }
        if (due && app === alone.app && !due.test(told[0] ?? "")) refused = told[0];
        return told;
      });
      return refused ? [...found, `is refused: ${refused}`] : found;
    },
    close: async () => {
      await Promise.all([alone, crowded].map(({ owner }) => owner.end()));
      await Promise.all([alone, crowded].map(({ app }) => app.close()));
      for (const database of Object.values(databases)) {
        await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      }
      await admin.end();
    },
  };
}

/** Puts dealership A into a new database, and takes the guards away that the test is not about. */
async function prepare(url: string, { rowLevelSecurity, furnish }: WorldOptions) {
  const owner = await connect(url);
  const app = createTestApp({ ownerUrl: url });
  const a = await openDealership(app, owner);
  await furnish?.(app, a, "a");
  const words = await dropChecks(owner);
  if (!rowLevelSecurity) {
    for (const name of ["keys", ...(await tenantTables(owner)).map((table) => table.name)]) {
      await owner.query(`ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`);
    }
  }
  await owner.end();
  await app.close();
  return { a, words };
}

/** Ends connections that their pools keep for a while; a database in use cannot be copied. */
async function endConnections(admin: pg.Client, database: string) {
  await admin.query(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1",
    [database],
  );
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const INSTANT =
  "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d(?::?\\d\\d)?)";
const HASH = '\\$argon2[^"]+|x[0-9a-f]{32,}';
const TOKEN = "eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+|[\\w-]{20,}";
const RECOVERY_CODE = "\\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\\b";
const KEY_PREFIX = "\\b[0-9a-f]{12}\\b";
const VARIABLE = new RegExp([UUID, INSTANT, HASH, TOKEN, RECOVERY_CODE, KEY_PREFIX].join("|"), "g");
/** Of a subscription; so short that anything contains it. */
const SUBSCRIPTION_CODE = /(?<="code":"|\bYA )\d{4}\b/g;

/** Makes alike what is new with every call: ids, instants, tokens and their hashes. */
const blurring = (known: string) => (text: string, sent: string) =>
  text
    .replace(SUBSCRIPTION_CODE, "<code>")
    .replace(VARIABLE, (value) =>
      known.includes(value) || sent.includes(value)
        ? value
        : `<${value.includes(":") ? "at" : "new"}>`,
    );

const VOLATILE = /^(x-request-id|date|ratelimit)$/;

/** The headers of an answer that may not depend on others. */
const comparable = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !VOLATILE.test(name)));
