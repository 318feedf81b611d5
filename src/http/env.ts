import type { Server } from "bun";
import type { Actor, TenantRecord } from "../db/index.ts";
import type { StaffActor } from "../domain/staff/find-actor.ts";
import type { Logger } from "../infra/logger.ts";

/** What a request carries from one middleware to the next. */
export interface AppEnv {
  Bindings: {
    server?: Pick<Server<unknown>, "requestIP"> & Partial<Pick<Server<unknown>, "timeout">>;
  };
  Variables: {
    requestId: string;
    log: Logger;
    /** The client's address. */
    ip: string;
    /** What a client's requests are counted under: its address; IPv6 is cut to its /64, which one customer holds. */
    client: string;
    tenant: TenantRecord;
    actor: StaffActor | Extract<Actor, { kind: "api_key" }>;
  };
}
