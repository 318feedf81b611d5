import { z } from "@hono/zod-openapi";
import { Phone } from "../phone.ts";
import { line } from "../text.ts";
import { Password, PresentPassword } from "./password.ts";
import { ROLES } from "./permissions.ts";
import { SessionTransport } from "./session-transport.ts";
import { TwoFactorState } from "./two-factor/schemas.ts";

export const Email = z
  .email("must be an e-mail address")
  .max(254, "must be at most 254 characters")
  .toLowerCase();

export const Token = z.string().regex(/^[\w-]{20,200}$/, "is not a token of this service");

export const Role = z.enum(ROLES).openapi("Role");
export type Role = z.infer<typeof Role>;

export const StaffMember = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    role: Role,
    status: z.enum(["invited", "active", "inactive"]),
    createdAt: z.iso.datetime(),
  })
  .openapi("StaffMember");
export type StaffMember = z.infer<typeof StaffMember>;

export const Me = StaffMember.extend({ twoFactor: TwoFactorState }).openapi("Me");

export const Credentials = z
  .strictObject({ email: Email, password: PresentPassword, session: SessionTransport })
  .openapi("Credentials");
export type Credentials = z.infer<typeof Credentials>;

export const RefreshRequest = z
  .strictObject({
    refreshToken: Token.optional().openapi({ description: "Left out where it is in the cookie." }),
    session: SessionTransport,
  })
  .openapi("RefreshRequest");

export const LogoutRequest = z
  .strictObject({
    refreshToken: Token.optional().openapi({ description: "Left out where it is in the cookie." }),
  })
  .openapi("LogoutRequest");

export const PasswordChange = z
  .strictObject({
    currentPassword: PresentPassword,
    newPassword: Password,
    session: SessionTransport,
  })
  .openapi("PasswordChange");
export type PasswordChange = z.infer<typeof PasswordChange>;

export const Session = z
  .object({
    accessToken: z.string().openapi({ description: "Sent as Authorization: Bearer …" }),
    expiresIn: z.int().openapi({ description: "Seconds the access token is good for." }),
    refreshToken: z.string().optional().openapi({
      description: "Good once; a refresh gives the next. Absent where it is in the cookie.",
    }),
    staff: StaffMember,
  })
  .openapi("Session");
export type Session = z.infer<typeof Session>;

export const LoginSession = z
  .object({
    id: z.uuid(),
    device: z.string().nullable().openapi({ description: "What the client calls itself." }),
    ip: z.string().nullable().openapi({ description: "Where it was last used from." }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    current: z.boolean().openapi({ description: "Whether it is the one that asks." }),
  })
  .openapi("LoginSession");
export type LoginSession = z.infer<typeof LoginSession>;

export const NewInvitation = z
  .strictObject({ name: line(120), email: Email, role: Role, phone: Phone.optional() })
  .openapi("NewInvitation");
export type NewInvitation = z.infer<typeof NewInvitation>;

export const Invitation = z
  .object({
    staff: StaffMember,
    expiresAt: z.iso.datetime().openapi({ description: "Until when the mailed link is good." }),
  })
  .openapi("Invitation");

export const AcceptInvitation = z
  .strictObject({ token: Token, password: Password })
  .openapi("AcceptInvitation");
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export const RoleChange = z.strictObject({ role: Role }).openapi("RoleChange");

export const StaffStatusChange = z
  .strictObject({ status: z.enum(["active", "inactive"]) })
  .openapi("StaffStatusChange");

export const ProfileChange = z
  .strictObject({
    phone: Phone.nullable().openapi({
      type: ["string", "null"],
      description: "Where notices by WhatsApp and SMS go.",
    }),
  })
  .openapi("ProfileChange");
export type ProfileChange = z.infer<typeof ProfileChange>;
