import { z } from "@hono/zod-openapi";
import { Password } from "./password.ts";
import { Email, Token } from "./schemas.ts";

export const ForgottenPassword = z.strictObject({ email: Email }).openapi("ForgottenPassword");

export const PasswordReset = z
  .strictObject({
    token: Token.openapi({ description: "Of the link that was mailed." }),
    password: Password,
  })
  .openapi("PasswordReset");
export type PasswordReset = z.infer<typeof PasswordReset>;
