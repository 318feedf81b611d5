import type { SendOutcome } from "../gateway/gateway.ts";

/** What somebody of the staff is told. */
export interface Outgoing {
  /** Stays the same however often it is sent. */
  id: string;
  /** A phone number in E.164, or an e-mail address, as the channel has it. */
  to: string;
  /** Of an e-mail; the other channels carry the text alone. */
  subject: string;
  text: string;
}

/** One way to reach somebody. */
export interface Channel {
  /** Never throws: what is not known is told as doubt, in words that hold no secret and no person. */
  send(outgoing: Outgoing): Promise<SendOutcome>;
}
