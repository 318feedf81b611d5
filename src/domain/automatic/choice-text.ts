import type { TenantScope } from "../../db/index.ts";
import type { AutomaticReason } from "../conversations/schemas.ts";
import type { SubscriptionKind } from "../subscriptions/schemas.ts";
import { confirmedText, endedText } from "../subscriptions/texts.ts";
import { renderTemplate } from "../templates/render-template.ts";

/** What a person may choose by a message, as the timeline calls it, and what says that it is heard. */
export const CHOICES = {
  opted_out: "opt_out",
  opted_in: "opt_in",
  subscribed: "subscribed",
  unsubscribed: "unsubscribed",
} as const satisfies Record<string, AutomaticReason>;

export interface Choice {
  id: string;
  kind: keyof typeof CHOICES;
  /** Of a subscription: which, of what kind, and to what. */
  details: { subscriptionId?: string; subscription?: SubscriptionKind; carTitle?: string };
}

const OPTED_OUT =
  "Baik, {{dealership}} tidak akan mengirim pesan otomatis lagi ke nomor ini. Balas MULAI untuk menerimanya kembali.";
const OPTED_IN =
  "Pesan otomatis dari {{dealership}} aktif kembali. Balas BERHENTI untuk menghentikannya.";

/** The words that tell a person that their choice is heard. */
export async function choiceText(
  { db, tenant }: TenantScope,
  { kind, details }: Choice,
): Promise<string> {
  const { subscriptionId, subscription = "price_drop", carTitle = "" } = details;
  switch (kind) {
    case "opted_out":
      return renderTemplate(OPTED_OUT, { dealership: tenant.name });
    case "opted_in":
      return renderTemplate(OPTED_IN, { dealership: tenant.name });
    case "unsubscribed":
      return endedText(tenant, carTitle);
    case "subscribed": {
      const kept = await db.carSubscription.findFirst({
        where: { tenantId: tenant.id, id: subscriptionId },
        select: { code: true },
      });
      return confirmedText(tenant, { kind: subscription, carTitle, code: kept?.code ?? "" });
    }
  }
}
