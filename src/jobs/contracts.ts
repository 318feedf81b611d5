/** Every task's name and what a job of it carries. All carry the tenant, whose scope they run in. */
import { z } from "zod";

const job = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ tenantId: z.uuid(), ...shape });

/** Somebody got in touch: by a message, by an enquiry on the site, or met by the staff. */
const Contact = z.strictObject({
  leadId: z.uuid(),
  messageId: z.uuid().nullable(),
  enquiryId: z.uuid().nullable(),
});
export type Contact = z.infer<typeof Contact>;

export const TASKS = {
  /** An attempt ends also with its process: a series of deaths must not lose what contacts call for. */
  followUpContacts: { payload: job({ contacts: z.array(Contact) }), maxAttempts: 100 },
  /** Tried again by a job of its own for as long as the gateway keeps the file. */
  fetchMedia: { payload: job({ mediaId: z.uuid() }), maxAttempts: 8 },
  sweepUpload: { payload: job({ mediaId: z.uuid() }), maxAttempts: 20 },
  /** The work of some seconds; a picture that waits a day longer is given up. */
  renderPicture: { payload: job({ pictureId: z.uuid() }), maxAttempts: 12 },
  sweepPicture: { payload: job({ pictureId: z.uuid() }), maxAttempts: 20 },
  sweepPhotoAddresses: {
    payload: job({ uploadId: z.uuid(), files: z.int() }),
    maxAttempts: 20,
  },
  /** Of some seconds to minutes each; one that is not over after a day is given up. */
  importStock: { payload: job({ importId: z.uuid() }), maxAttempts: 10 },
  undoImport: { payload: job({ importId: z.uuid() }), maxAttempts: 10 },
  sweepImport: { payload: job({ importId: z.uuid() }), maxAttempts: 20 },
  deleteObjects: { payload: job({ keys: z.array(z.string()) }), maxAttempts: 20 },
  /** Looks at all of a dealership's subscriptions, whatever changed. */
  notifySubscribers: { payload: job({}), maxAttempts: 25 },
  sweepSubscription: { payload: job({ subscriptionId: z.uuid() }), maxAttempts: 20 },
  expireHold: { payload: job({ carId: z.uuid(), holdId: z.uuid() }), maxAttempts: 25 },
  /** Moves a car at a time; no plan: it was withdrawn. */
  followSchedule: {
    payload: job({
      carId: z.uuid(),
      plan: z.strictObject({ carTitle: z.string(), setById: z.uuid().nullable() }).nullable(),
    }),
    maxAttempts: 25,
  },
  assignBacklog: { payload: job({}), maxAttempts: 20 },
  remindReply: {
    payload: job({ leadId: z.uuid(), awaitingSince: z.iso.datetime() }),
    maxAttempts: 20,
  },
  escalateReply: {
    payload: job({ leadId: z.uuid(), awaitingSince: z.iso.datetime() }),
    maxAttempts: 20,
  },
  sendMessages: { payload: job({ deviceId: z.uuid() }), maxAttempts: 25 },
  checkDevice: { payload: job({ deviceId: z.uuid() }), maxAttempts: 25 },
  deviceConnectionChanged: {
    payload: job({ deviceId: z.uuid(), connected: z.boolean() }),
    maxAttempts: 25,
  },
  deliverNotification: { payload: job({ notificationId: z.uuid() }), maxAttempts: 12 },
  /** `day` is one of the dealership's calendar. */
  sendDigests: { payload: job({ day: z.iso.date() }), maxAttempts: 20 },
  /** As above. */
  remindTaxes: { payload: job({ day: z.iso.date() }), maxAttempts: 20 },
  /** As above. */
  noteStockValue: { payload: job({ day: z.iso.date() }), maxAttempts: 20 },
  deliverEmail: { payload: job({ emailId: z.uuid() }), maxAttempts: 20 },
  sendPasswordReset: {
    payload: job({
      /** SHA-256 of the e-mail address, in base64url: a stranger's typing is not kept. */
      accountHash: z.string(),
      origin: z.strictObject({
        ip: z.string().nullable(),
        device: z.string().nullable(),
        requestId: z.string().nullable(),
      }),
    }),
    maxAttempts: 8,
  },
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskPayload<Task extends TaskName> = z.infer<(typeof TASKS)[Task]["payload"]>;
