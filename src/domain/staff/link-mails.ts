import type { TenantScope } from "../../db/index.ts";
import type { EmailKind } from "../emails/email-kinds.ts";
import { sendEmailLater } from "../emails/send-email-later.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { AccountLink, AccountPage } from "./account-link.ts";
import type { LinkPurpose } from "./staff-links.ts";

/** What it takes to send somebody a link. */
export interface Postbox {
  secrets: Secrets;
  accountLink: AccountLink;
}

interface Wording {
  page: AccountPage;
  kind: EmailKind;
  subject(dealership: string): string;
  /** Indonesian first, then English. */
  text(words: Record<"dealership" | "name" | "link" | "sampai" | "until", string>): string;
}

const WORDINGS: Record<LinkPurpose, Wording> = {
  invitation: {
    page: "invitation",
    kind: "invitation",
    subject: (dealership) => `Undangan bergabung di ${dealership}`,
    text: ({ dealership, name, link, sampai, until }) => `Halo ${name},

${dealership} mengundang Anda bergabung di AutoLeads. Buat kata sandi Anda di sini:

${link}

Tautan ini berlaku satu kali, sampai ${sampai}.

--
Hello ${name},

${dealership} invites you to join it on AutoLeads. The link above lets you choose your password. It is good once, until ${until}. If you did not expect this, ignore it.
`,
  },
  password_reset: {
    page: "password-reset",
    kind: "password_reset",
    subject: (dealership) => `Atur ulang kata sandi ${dealership}`,
    text: ({ dealership, name, link, sampai, until }) => `Halo ${name},

Kami menerima permintaan untuk mengatur ulang kata sandi Anda di ${dealership}. Buat kata sandi baru di sini:

${link}

Tautan ini berlaku satu kali, sampai ${sampai}. Jika Anda tidak memintanya, abaikan pesan ini: kata sandi Anda tidak berubah.

--
Hello ${name},

Somebody asked to choose a new password for your account at ${dealership}. The link above does so, once, until ${until}. If it was not you, ignore this: your password stays as it is.
`,
  },
};

/** Sends somebody a link by mail. @throws DomainError too_many TOO_MANY_EMAILS. */
export async function mailLink(
  scope: TenantScope,
  { secrets, accountLink }: Postbox,
  purpose: LinkPurpose,
  to: { name: string; email: string; token: string; expiresAt: Date },
): Promise<void> {
  const { tenant } = scope;
  const { page, kind, subject, text } = WORDINGS[purpose];
  const end = (locale: string) =>
    to.expiresAt.toLocaleString(locale, {
      ...{ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
      ...{ timeZone: tenant.timeZone, timeZoneName: "short" },
    });
  const link = accountLink(tenant, page, to.token);
  await sendEmailLater(scope, secrets, {
    ...{ kind, to: to.email, subject: subject(tenant.name) },
    text: text({
      ...{ dealership: tenant.name, name: to.name, link },
      ...{ sampai: end("id-ID"), until: end("en-GB") },
    }),
  });
}
