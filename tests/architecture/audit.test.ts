/** Every verb that writes leaves an audit event, or says here why it does not. */
import { expect, test } from "bun:test";
import { dirname, join, normalize } from "node:path";

const ROOT = join(import.meta.dir, "../..");

const WRITES =
  /\bdb\s*\.\s*\w+\s*\.(create|update|upsert|delete)\w*\(|\b(INSERT INTO|DELETE FROM|MERGE INTO)\b|\bUPDATE (\w+|\$\{\w+\}) SET\b/;
const RECORDS =
  /\b(recordAuditEvent|recordOperatorEvent|recordTask|recordHold|endHold|recordSale|recordBulkChange)\(/;
const IMPORT = /^import (?!type)[^"';]*? from "(\.[^"]+)"/gm;

const UNRECORDED: Record<string, string> = {
  "conversations/set-recognised-car.ts": "The customer's words, kept on the timeline.",
  "leads/record-lead-event.ts": "The timeline, a record itself.",
  "live/publish-live-event.ts": "Tells of what others record.",
  "notifications/notify-staff.ts": "Tells of what others record.",
  "api-keys/find-api-key.ts": "It notes the use of a key, which is no deed.",
  "assignment/assign-by-rule.ts":
    "It keeps whose turn it is; giveLead records whom a lead goes to.",
  "conversations/note-opt-outs.ts": "The message is the record of what the person asked.",
  "conversations/open-conversation.ts": "Whoever of the staff asked for it records it.",
  "subscriptions/ask-to-confirm.ts": "The message is the record of what the system said by itself.",
  "subscriptions/end-subscriptions.ts":
    "The message by which the person ends it, or the notice; what staff do is recorded.",
  "subscriptions/note-replies.ts": "The message is the record of what the person asked.",
  "subscriptions/notify-subscriber.ts": "As above, of the notice.",
  "subscriptions/request-subscription.ts": "The row is the record of what the visitor asked.",
  "subscriptions/sweep-subscription.ts": "It removes what is over.",
  "cars/tax-reminders/mark-reminders.ts": "The row is the record of what staff were told.",
  "cars/bulk/count-outcomes.ts": "It counts what is there; its callers record the cars.",
  "cars/bulk/preview-bulk-change.ts": "It looks at what a change would do.",
  "cars/bulk/sweep-bulk-changes.ts": "It removes what is over.",
  "cars/views/store-views.ts": "It counts; nobody acts.",
  "cars/value/note-stock-value.ts": "It counts what is there; nobody acts.",
  "conversations/store-messages.ts": "The message is the record of what the gateway delivered.",
  "delivery/advance-messages.ts": "The gateway reports what became of a message; nobody acts.",
  "delivery/early-statuses.ts": "As above.",
  "delivery/note-connections.ts": "The gateway reports it; nobody acts.",
  "automatic/answer-lead.ts": "The message is the record of what the system said by itself.",
  "automatic/confirm-choice.ts": "As above.",
  "conversations/queue-message.ts": "The message is the record of what is sent.",
  "devices/ask-device.ts": "As above, of a device.",
  "devices/hold-device.ts": "The gateway stops it, or its connection does.",
  "devices/release-device.ts": "As above; where somebody asked for it, that is recorded.",
  "emails/deliver-email.ts": "What asked for the mail is recorded.",
  "imports/carry-out-import.ts": "importStock, which it calls, records it.",
  "imports/import-by-command.ts": "As above.",
  "imports/keep-changes.ts": "As above.",
  "imports/remembered-columns.ts": "As above.",
  "imports/run-import.ts": "As above; an import that fails changes nothing else.",
  "imports/note-progress.ts": "What asked for the import is recorded.",
  "imports/sweep-import.ts": "It removes what nobody can use any more.",
  "inbox/sweep-inbox.ts": "It removes what nobody can use any more.",
  "inbox/work-in-events.ts": "What becomes of the event is its record.",
  "inbox/work-through-batch.ts": "It only leaves an event for later, or for staff to see.",
  "keys/add-key.ts": "Keys belong to the installation, and events to a dealership.",
  "keys/ensure-keys.ts": "As above.",
  "keys/rotate-sealing-key.ts": "As above.",
  "keys/rotate-signing-key.ts": "As above.",
  "leads/capture-lead.ts": "The enquiry or the message is the record of who made contact.",
  "leads/note-human-reply.ts": "The reply is recorded.",
  "leads/submit-enquiry.ts": "The enquiry is the record of what the visitor asked.",
  "live/sweep-live-events.ts": "Live events are notices that nobody can read any more.",
  "media/fetch-media.ts": "The message is the record of what the gateway delivered.",
  "media/sweep-upload.ts": "It removes what nobody used.",
  "photos/render-picture.ts": "The upload is recorded.",
  "photos/place-photo.ts": "As above.",
  "photos/sweep-picture.ts": "It removes what nobody uses.",
  "photos/uploads/complete-upload.ts": "The verb that it calls records it.",
  "photos/uploads/give-addresses.ts": "Nothing is there until it is completed, which is recorded.",
  "photos/uploads/sweep-addresses.ts": "As above.",
  "reply-clock/escalate-reply.ts": "The lead's timeline and the notices are its records.",
  "reply-clock/remind-reply.ts": "As above.",
  "reply-clock/start-clocks.ts": "The message or the enquiry is the record of who waits.",
  "notifications/claim-device.ts": "It takes a turn.",
  "notifications/mark-outcome.ts": "What asked for the notice is recorded, and the row tells more.",
  "notifications/take-up-notification.ts":
    "What asked for the notice is recorded, and the row tells more.",
  "sending/check-number.ts": "What asked for the message is recorded.",
  "sending/compose-message.ts": "As above.",
  "sending/record-outcome.ts": "As above.",
  "sending/take-turn.ts": "As above.",
  "staff/two-factor/start-two-factor.ts": "It counts for nothing until it is confirmed.",
};

const found = await Array.fromAsync(new Bun.Glob("src/**/*.ts").scan(ROOT));
/** The demo's rows are made up by nobody who acts. */
const files = found.filter((file) => !/\/(generated|demo)\//.test(file)).sort();
const texts = new Map(
  await Promise.all(
    files.map(async (file) => [file, await Bun.file(join(ROOT, file)).text()] as const),
  ),
);
const textOf = (file: string) => texts.get(file) ?? "";
const imported = new Map(
  files.map((file) => {
    const targets = [...textOf(file).matchAll(IMPORT)].map(([, target = ""]) => target);
    return [file, targets.map((target) => normalize(join(dirname(file), target)))] as const;
  }),
);
const takersOf = (file: string) => files.filter((other) => imported.get(other)?.includes(file));

/** It records what is done, or is a step of verbs alone that do. */
function isRecorded(file: string, seen: string[] = []): boolean {
  if (seen.includes(file)) return true;
  if (RECORDS.test(textOf(file))) return true;
  const takers = takersOf(file);
  return takers.length > 0 && takers.every((taker) => isRecorded(taker, [...seen, file]));
}

const writers = files.filter(
  (file) => /^src\/domain\/(?!audit\/)/.test(file) && WRITES.test(textOf(file)),
);
const listed = Object.keys(UNRECORDED).map((file) => `src/domain/${file}`);

test("what writes records it, or is listed", () => {
  expect(writers.length).toBeGreaterThan(30);
  const unheard = writers.filter((file) => !isRecorded(file));
  expect(unheard).toEqual(listed.filter((file) => writers.includes(file)).toSorted());
});

test("what is listed writes, and no route does the work of a verb", () => {
  expect(listed.filter((file) => !writers.includes(file))).toEqual([]);
  const elsewhere = files.filter((file) => /^src\/http\//.test(file) && WRITES.test(textOf(file)));
  expect(elsewhere).toEqual([]);
});
