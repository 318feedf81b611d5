import { type Mailer, MailFault } from "../mail/mailer.ts";
import type { Channel } from "./channel.ts";

/**
 * By e-mail. It never tells of doubt: a repeat carries the same Message-ID, by which a mailbox can
 * tell it, so that what may have been taken counts as not taken.
 */
export const createEmailChannel = (mailer: Mailer): Channel => ({
  send: async (outgoing) => {
    try {
      await mailer.send(outgoing);
      return { kind: "accepted", id: outgoing.id };
    } catch (fault) {
      const detail = fault instanceof MailFault ? fault.message : "the mailer failed";
      return fault instanceof MailFault && fault.isFinal
        ? { kind: "refused", reason: "target", detail }
        : { kind: "unreachable", detail };
    }
  },
});
