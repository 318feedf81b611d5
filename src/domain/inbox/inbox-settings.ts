import { z } from "@hono/zod-openapi";
import { template } from "../templates/template.ts";

export const CHANNELS = ["whatsapp", "email", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

export const NOTIFICATION_KINDS = [
  "lead_assigned",
  "reply_reminder",
  "reply_escalation",
  "daily_digest",
  "device_disconnected",
  "quota_low",
  "hold_expired",
  "schedule_left",
  "tax_due",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

const minutes = (most: number) => z.int().min(1).max(most);
const channels = (...usual: Channel[]) =>
  z.array(z.enum(CHANNELS)).max(CHANNELS.length).default(usual);

/** How a dealership answers its customers. What is not set has a usual value. */
export const InboxSettings = z
  .strictObject({
    assignment: z
      .strictObject({
        mode: z.enum(["round_robin", "manual"]).default("round_robin"),
        /** Open leads of one person, unless their own limit says otherwise. */
        maxOpenLeads: z.int().min(1).max(10_000).nullable().default(null),
      })
      .prefault({}),
    /** Minutes of opening hours until somebody of the staff has answered. */
    targets: z
      .strictObject({
        firstReply: minutes(10_080).default(15),
        remindAfter: minutes(10_080).default(10),
        escalateAfter: minutes(10_080).default(30),
      })
      .refine(({ remindAfter, escalateAfter }) => remindAfter <= escalateAfter, {
        ...{ path: ["escalateAfter"], message: "must not be less than remindAfter" },
      })
      .prefault({}),
    greeting: z
      .strictObject({
        isOn: z.boolean().default(false),
        text: template(1_000).default(
          "Halo {{name}}, terima kasih sudah menghubungi {{dealership}}. Sales kami segera membalas.",
        ),
      })
      .prefault({}),
    outOfHours: z
      .strictObject({
        isOn: z.boolean().default(false),
        text: template(1_000).default(
          "Halo {{name}}, {{dealership}} sedang tutup. Kami membalas saat buka kembali {{opensAt}}.",
        ),
      })
      .prefault({}),
    digest: z
      .strictObject({
        isOn: z.boolean().default(true),
        at: z
          .string()
          .max(5)
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 08:00")
          .default("08:00"),
      })
      .prefault({}),
    channels: z
      .strictObject({
        lead_assigned: channels("whatsapp"),
        reply_reminder: channels("whatsapp"),
        reply_escalation: channels("whatsapp", "email"),
        daily_digest: channels("whatsapp"),
        device_disconnected: channels("email"),
        quota_low: channels("email"),
        hold_expired: channels("whatsapp"),
        schedule_left: channels("whatsapp"),
        tax_due: channels("whatsapp"),
      })
      .prefault({}),
  })
  .openapi("InboxSettings");
export type InboxSettings = z.infer<typeof InboxSettings>;
