import { createMiddleware } from "hono/factory";
import { forbidden } from "../../domain/errors.ts";
import { may, type Permission } from "../../domain/staff/permissions.ts";
import type { AppEnv } from "../env.ts";

/** @throws forbidden unless the actor's role holds the permission. */
export const requirePermission = (permission: Permission) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!may(c.get("actor").role, permission)) {
      throw forbidden(`Your role lacks the permission ${permission}.`);
    }
    await next();
  });
