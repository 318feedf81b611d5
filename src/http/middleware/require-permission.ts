import { createMiddleware } from "hono/factory";
import { forbidden } from "../../domain/errors.ts";
import { allows, type Permission } from "../../domain/staff/permissions.ts";
import type { AppEnv } from "../env.ts";

/** @throws forbidden unless the actor holds the permission. */
export const requirePermission = (permission: Permission) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const actor = c.get("actor");
    if (!allows(actor, permission)) {
      const who = actor.kind === "staff" ? "Your role" : "This API key";
      throw forbidden(`${who} lacks the permission ${permission}.`);
    }
    await next();
  });
