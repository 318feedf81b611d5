export interface Mail {
  /** Stays the same however often it is sent, so that a mailbox can tell a repeat. */
  id: string;
  /** One address. */
  to: string;
  subject: string;
  text: string;
}

/** What carries mail out of the house. */
export interface Mailer {
  /** @throws MailFault when it was not taken. */
  send(mail: Mail): Promise<void>;
}

/** Why a mail was not taken, without a word of what it says or to whom it goes. */
export class MailFault extends Error {
  override name = "MailFault";
  constructor(
    reason: string,
    /** A repeat would be refused as well. */
    readonly isFinal: boolean,
  ) {
    super(reason);
  }
}
