import { createMiddleware } from "hono/factory";
import { DomainError } from "../../domain/errors.ts";
import type { AppEnv } from "../env.ts";

/** Whether somebody's role asks for a second factor that they have not set up. */
export const needsSecondFactor = (actor: AppEnv["Variables"]["actor"]): boolean =>
  actor.kind === "staff" && actor.twoFactor.required && !actor.twoFactor.enabled;

/** @throws DomainError forbidden TWO_FACTOR_REQUIRED for staff whose role asks for what they lack. */
export const requireSecondFactor = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (needsSecondFactor(c.get("actor"))) {
      throw new DomainError(
        "forbidden",
        "TWO_FACTOR_REQUIRED",
        "Your role may not work without two-factor login. Set it up first.",
      );
    }
    await next();
  });
