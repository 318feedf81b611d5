import { type Mailer, MailFault } from "./mailer.ts";

/** Where no mail server is known: mail waits, and fails for good in time. */
export const createNoMailer = (): Mailer => ({
  send: async () => {
    throw new MailFault("SMTP_URL is not set", false);
  },
});
