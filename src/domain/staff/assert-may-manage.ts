import type { TenantScope } from "../../db/index.ts";
import { forbidden } from "../errors.ts";
import { allows, type Role } from "./permissions.ts";

/** @throws DomainError forbidden when the actor may not make or change staff of these roles. */
export function assertMayManage({ actor }: TenantScope, ...roles: Role[]): void {
  if (!allows(actor, "staff:manage")) throw forbidden("Your role may not manage staff.");
  if (roles.includes("owner") && !allows(actor, "staff:owners")) {
    throw forbidden("Only an owner may make or change an owner.");
  }
}
