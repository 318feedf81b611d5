import type { Channel } from "../../infra/channels/channel.ts";
import { createEmailChannel } from "../../infra/channels/email-channel.ts";
import { createWhatsappChannel } from "../../infra/channels/whatsapp-channel.ts";
import type { Gateway, SendOutcome } from "../../infra/gateway/gateway.ts";
import type { Mailer } from "../../infra/mail/mailer.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { markOutcome } from "./mark-outcome.ts";
import { type TakenUp, takeUpNotification } from "./take-up-notification.ts";

/** What carries notices out of the house. */
export interface Carriers {
  secrets: Pick<Secrets, "open">;
  gateway: Gateway;
  mailer: Mailer;
  /** Null where no account for SMS is set. */
  sms: Channel | null;
}

/**
 * Delivers a notice by its channel, or by e-mail where that one certainly did not take it, and
 * forgets what it said once it is sent or given up. The attempt is counted and its state committed
 * before it is made, and no transaction stays open meanwhile. By WhatsApp or SMS it is made once at
 * the most: what a process left as being sent is doubtful and not sent again. An e-mail may be
 * repeated, under the same Message-ID.
 * @throws Error when it is to be tried again.
 */
export async function deliverNotification(
  enter: EnterTenant,
  carriers: Carriers,
  id: string,
): Promise<void> {
  const taken = await enter((scope) => takeUpNotification(scope, id, carriers.sms !== null));
  if (!taken) return;
  const outcome = await attempt(carriers, taken);
  const next = await enter((scope) => markOutcome(scope, taken, outcome));
  if (next === "by_email") await deliverNotification(enter, carriers, id);
  if (next === "again") throw new Error("detail" in outcome ? outcome.detail : outcome.kind);
}

async function attempt(carriers: Carriers, taken: TakenUp): Promise<SendOutcome> {
  const ready = await Promise.all([contentOf(carriers, taken), channelOf(carriers, taken)]).catch(
    (fault: Error) => fault.name,
  );
  if (typeof ready === "string") return { kind: "unreachable", detail: ready };
  const [content, channel] = ready;
  return channel.send({ id: taken.id, to: taken.to, ...content });
}

async function contentOf({ secrets }: Carriers, { tenantId, contentSealed }: TakenUp) {
  const content = await secrets.open(tenantId, "notifications.content_sealed", contentSealed);
  return JSON.parse(content) as { subject: string; text: string };
}

async function channelOf(carriers: Carriers, { tenantId, route }: TakenUp): Promise<Channel> {
  const { secrets, gateway, mailer, sms } = carriers;
  if (route.channel === "whatsapp") {
    const column = "whatsapp_devices.gateway_token_sealed";
    return createWhatsappChannel(gateway, await secrets.open(tenantId, column, route.tokenSealed));
  }
  return route.channel === "sms" && sms ? sms : createEmailChannel(mailer);
}
