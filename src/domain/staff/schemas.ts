import { z } from "@hono/zod-openapi";
import { Phone } from "../phone.ts";
import { text, withoutNul } from "../text.ts";
import { Password } from "./password.ts";
import { ROLES } from "./permissions.ts";

export const Email = z
  .email("must be an e-mail address")
  .max(254, "must be at most 254 characters")
  .toLowerCase();

const Token = z.string().regex(/^[\w-]{20,200}$/, "is not a token of this service");

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

export const Credentials = z
  .strictObject({
    email: Email,
    password: z
      .string()
      .min(1)
      .max(200)
      .refine(...withoutNul),
  })
  .openapi("Credentials");
export type Credentials = z.infer<typeof Credentials>;

export const RefreshRequest = z.strictObject({ refreshToken: Token }).openapi("RefreshRequest");

export const Session = z
  .object({
    accessToken: z.string().openapi({ description: "Sent as Authorization: Bearer …" }),
    expiresIn: z.int().openapi({ description: "Seconds the access token is good for." }),
    refreshToken: z.string().openapi({ description: "Good once; a refresh gives the next." }),
    staff: StaffMember,
  })
  .openapi("Session");
export type Session = z.infer<typeof Session>;

export const NewInvitation = z
  .strictObject({ name: text(120), email: Email, role: Role, phone: Phone.optional() })
  .openapi("NewInvitation");
export type NewInvitation = z.infer<typeof NewInvitation>;

export const Invitation = z
  .object({
    staff: StaffMember,
    token: z.string().openapi({ description: "Shown this once; hand it to the person invited." }),
    expiresAt: z.iso.datetime(),
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
