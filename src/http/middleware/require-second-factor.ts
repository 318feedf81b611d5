import { createMiddleware } from "hono/factory";
import { DomainError } from "../../domain/errors.ts";
import type { AppEnv } from "../env.ts";

/** @throws DomainError forbidden TWO_FACTOR_REQUIRED for staff whose role asks for what they lack. */
export const requireSecondFactor = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    const actor = c.get("actor");
    if (actor.kind === "staff" && actor.twoFactor.required && !actor.twoFactor.enabled) {
      throw new DomainError(
        "forbidden",
        "TWO_FACTOR_REQUIRED",
        "Your role may not work without two-factor login. Set it up first.",
      );
    }
    await next();
  });
