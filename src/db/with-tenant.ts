import type { Logger } from "../infra/logger.ts";
import { ANNOUNCED, type Announcement, CLIENT, type Database } from "./database.ts";
import { isDeadlock } from "./errors.ts";
import type { TenantRecord } from "./find-tenant.ts";
import type { Prisma } from "./generated/client.ts";

export type TenantDb = Prisma.TransactionClient;

/** Who acts: a rule of the domain may depend on it. */
export type Actor =
  | { kind: "staff"; id: string; role: string; name: string; sessionId: string }
  | { kind: "api_key"; id: string; name: string; scopes: string[] }
  | { kind: "visitor" }
  | { kind: "gateway" }
  | { kind: "operator" }
  | { kind: "job" };

/** From where somebody acts, as far as it is known. */
export interface Origin {
  ip: string | null;
  /** What the client calls itself (User-Agent), at most 300 characters. */
  device: string | null;
  requestId: string | null;
}

/** Of what no request asked for. */
export const NO_ORIGIN: Origin = { ip: null, device: null, requestId: null };

declare const madeByWithTenant: unique symbol;

/** What every verb works in: one tenant, one actor, one transaction. Only withTenant makes it. */
export interface TenantScope<A extends Actor = Actor> {
  readonly [madeByWithTenant]: true;
  readonly tenant: TenantRecord;
  readonly actor: A;
  readonly origin: Origin;
  readonly db: TenantDb;
  readonly now: Date;
  readonly log: Logger;
  /** Has the listeners of the database told once, when the transaction has committed. */
  announce(what: Announcement): void;
}

export interface TenantContext<A extends Actor = Actor> {
  tenant: TenantRecord;
  actor: A;
  origin: Origin;
  now: Date;
  log: Logger;
}

/** Times that work is begun: of transactions that wait for one another PostgreSQL ends one. */
const TRIES = 3;
/** Milliseconds before the next: the other transaction, whose lock is free now, goes first. */
const PAUSE = 20;

/**
 * The only door to tenant tables: one transaction in which PostgreSQL shows and accepts that
 * tenant's rows alone. Commits when `work` resolves, rolls back when it throws. Work that a
 * deadlock ended is done again from its beginning, so it does nothing that a rollback leaves.
 */
export async function withTenant<A extends Actor, Result>(
  database: Database,
  context: TenantContext<A>,
  work: (scope: TenantScope<A>) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const announced = new Set<Announcement>();
    const announce = (what: Announcement) => void announced.add(what);
    try {
      const result = await database[CLIENT].$transaction(async (db) => {
        await db.$executeRaw`SELECT set_config('app.tenant_id', ${context.tenant.id}, true)`;
        return work({ ...context, db, announce } as TenantScope<A>);
      });
      for (const what of announced) database[ANNOUNCED].emit(what, context.tenant);
      return result;
    } catch (error) {
      if (tries === TRIES || !isDeadlock(error)) throw error;
      await Bun.sleep(PAUSE * tries);
    }
  }
}
