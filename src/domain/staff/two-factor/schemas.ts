import { z } from "@hono/zod-openapi";
import { PresentPassword } from "../password.ts";
import { ROLES } from "../permissions.ts";
import { SessionTransport } from "../session-transport.ts";

const Code = z
  .string()
  .regex(/^\d{6}$/, "must be the six digits that the authenticator app shows")
  .openapi({ maxLength: 6, example: "123456" });

const RecoveryCode = z
  .string()
  .max(40)
  .transform((typed) => typed.toUpperCase().replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^[A-Z2-7]{16}$/, "is not a recovery code"))
  .openapi({ type: "string", maxLength: 40, example: "ABCD-EFGH-IJKL-MNOP" });

/** One of the two. */
export type SecondFactor = { code: string } | { recoveryCode: string };

const factors = { code: Code.optional(), recoveryCode: RecoveryCode.optional() };

/** For transform(): the second factor of a body that carries one. */
function oneFactor<Body extends { code?: string; recoveryCode?: string }>(
  { code, recoveryCode, ...rest }: Body,
  context: z.RefinementCtx,
) {
  if (code !== undefined && recoveryCode === undefined) return { ...rest, factor: { code } };
  if (code === undefined && recoveryCode !== undefined) {
    return { ...rest, factor: { recoveryCode } };
  }
  context.addIssue({ code: "custom", path: ["code"], message: "or a recoveryCode: give one" });
  return z.NEVER;
}

export const TwoFactorChallenge = z
  .object({
    twoFactor: z.literal("required"),
    challenge: z.string().openapi({ description: "For POST /api/admin/auth/login/two-factor." }),
    expiresIn: z.int().openapi({ description: "Seconds the challenge is good for." }),
  })
  .openapi("TwoFactorChallenge");
export type TwoFactorChallenge = z.infer<typeof TwoFactorChallenge>;

export const SecondStep = z
  .strictObject({
    challenge: z
      .string()
      .regex(/^[\w.-]{20,4096}$/, "is not a challenge of this service")
      .openapi({ maxLength: 4096 }),
    ...factors,
    session: SessionTransport,
  })
  .transform(oneFactor)
  .openapi("SecondStep");

export const TwoFactorStart = z
  .strictObject({ currentPassword: PresentPassword })
  .openapi("TwoFactorStart");

export const TwoFactorEnrolment = z
  .object({
    secret: z.string().openapi({ description: "To type into an authenticator app; base32." }),
    uri: z
      .string()
      .openapi({ description: "The same as an otpauth address, to show as a QR code." }),
  })
  .openapi("TwoFactorEnrolment");
export type TwoFactorEnrolment = z.infer<typeof TwoFactorEnrolment>;

export const TwoFactorCode = z.strictObject({ code: Code }).openapi("TwoFactorCode");

export const RecoveryCodes = z
  .object({
    recoveryCodes: z
      .array(z.string())
      .openapi({ description: "Shown this once; each is good for one login." }),
  })
  .openapi("RecoveryCodes");
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const TwoFactorEnd = z
  .strictObject({ currentPassword: PresentPassword, ...factors })
  .transform(oneFactor)
  .openapi("TwoFactorEnd");

export const TwoFactorState = z
  .object({
    enabled: z.boolean(),
    required: z.boolean().openapi({ description: "An owner asks it of this role." }),
  })
  .openapi("TwoFactorState");
export type TwoFactorState = z.infer<typeof TwoFactorState>;

const twoFactorRoles = z.array(z.enum(ROLES)).max(ROLES.length);

export const SecuritySettings = z
  .object({ twoFactorRoles })
  .openapi("SecuritySettings", { description: "Roles that may not work without a second factor." });
export type SecuritySettings = z.infer<typeof SecuritySettings>;

export const SecurityChange = z.strictObject({ twoFactorRoles }).openapi("SecurityChange");
