import type { TenantScope } from "../../db/index.ts";
import { forbidden } from "../errors.ts";
import { may, type Role } from "./permissions.ts";

/** @throws DomainError forbidden when the actor may not make or change staff of these roles. */
export function assertMayManage({ actor }: TenantScope, ...roles: Role[]): void {
  if (actor.kind !== "staff") return;
  if (!may(actor.role, "staff:manage")) throw forbidden("Your role may not manage staff.");
  if (roles.includes("owner") && !may(actor.role, "staff:owners")) {
    throw forbidden("Only an owner may make or change an owner.");
  }
}
