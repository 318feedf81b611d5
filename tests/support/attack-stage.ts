import type pg from "pg";
import {
  checksums,
  connect,
  rowsOf,
  type TenantTable,
  tellingTexts,
  tenantTables,
} from "./attack-database.ts";
import { type Dealership, openDealership } from "./attack-dealership.ts";
import {
  type Answered,
  type NamedOperation,
  operationsOf,
  readDocument,
} from "./attack-operations.ts";
import { createTestApp, type TestApp } from "./test-app.ts";

/** Two dealerships on one installation; A attacks, B is attacked. */
export interface Stage {
  app: TestApp;
  owner: pg.Client;
  tables: TenantTable[];
  operations: NamedOperation[];
  a: Dealership;
  b: Dealership;
  /** All that both have; equal when nothing changed. */
  state(): Promise<Record<string, string>>;
  /** Texts and ids that B has and A has not. */
  ofB: Set<string>;
  /** What an answer to A tells of B, beyond what A has sent: nothing, unless something leaks. */
  leaks(sent: unknown, answered: Answered): string[];
  close(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const app = createTestApp();
  const owner = await connect(app.ownerUrl);
  const tables = await tenantTables(owner);
  const a = await openDealership(app, owner);
  const b = await openDealership(app, owner);
  const ofA = tellingTexts(await rowsOf(owner, tables, a.id));
  const ofB = tellingTexts(await rowsOf(owner, tables, b.id)).difference(ofA);
  return {
    ...{ app, owner, tables, a, b, ofB },
    operations: operationsOf(await readDocument(app)),
    state: () => checksums(owner, tables, [a.id, b.id]),
    leaks: (sent, { headers, text }) => {
      const known = JSON.stringify(sent);
      const told = JSON.stringify([...headers]) + text;
      return [...ofB].filter((secret) => told.includes(secret) && !known.includes(secret));
    },
    close: async () => {
      await owner.end();
      await app.close();
    },
  };
}
