import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { fetchMediaLater } from "../media/fetch-media-later.ts";
import { noteReplies } from "../subscriptions/note-replies.ts";
import { addressMessages } from "./address-messages.ts";
import type { IncomingMessage } from "./incoming-message.ts";
import { noteOptOuts } from "./note-opt-outs.ts";
import { storeMessages } from "./store-messages.ts";

/** Contacts of one job: a process that dies leaves no more of its work to be done again. */
const CONTACTS_A_JOB = 50;

/**
 * Stores messages of people, who become leads or are found again, with the jobs that follow. A copy
 * of a message leaves everything as it was. Nobody else may store messages of the tenant meanwhile.
 * @throws LeadsChanged when all is to be tried again.
 */
export async function receiveMessages(scope: TenantScope, given: IncomingMessage[]): Promise<void> {
  const { messages, leads } = await addressMessages(scope, given);
  if (messages.length === 0) return;
  const stored = await storeMessages(scope, messages, leads);
  for (const { mediaId } of messages) {
    if (mediaId) await fetchMediaLater(scope, mediaId);
  }
  await noteReplies(scope, messages);
  await noteOptOuts(scope, messages);
  for (let at = 0; at < stored.length; at += CONTACTS_A_JOB) {
    const contacts = stored
      .slice(at, at + CONTACTS_A_JOB)
      .map(({ leadId, messageId }) => ({ leadId, messageId, enquiryId: null }));
    await enqueueJob(scope, "followUpContacts", { contacts });
  }
}
