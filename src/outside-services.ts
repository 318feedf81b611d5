/** The services outside that the settings call for. */
import { join } from "node:path";
import type { Config } from "./config.ts";
import type { Channel } from "./infra/channels/channel.ts";
import { createTwilioChannel } from "./infra/channels/twilio-channel.ts";
import { createFolderStore } from "./infra/folder-store.ts";
import { createConsoleMailer } from "./infra/mail/console-mailer.ts";
import type { Mailer } from "./infra/mail/mailer.ts";
import { createNoMailer } from "./infra/mail/no-mailer.ts";
import { createSmtpMailer } from "./infra/mail/smtp-mailer.ts";
import type { ObjectStore } from "./infra/object-store.ts";
import { createS3Store } from "./infra/s3-store.ts";

/** What sends mail; in development the console does where nothing is set. */
export function mailerOf({ NODE_ENV, SMTP_URL, MAIL_FROM }: Config): Mailer {
  if (SMTP_URL && MAIL_FROM) return createSmtpMailer(SMTP_URL, MAIL_FROM);
  return NODE_ENV === "development" ? createConsoleMailer() : createNoMailer();
}

/** Where files are kept: S3 where it is set, else a folder. */
export function objectStoreOf(config: Config): ObjectStore {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config;
  if (!S3_ENDPOINT || !S3_REGION || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) {
    return createFolderStore(join(config.DATA_DIR, "objects"));
  }
  return createS3Store({
    ...{ endpoint: S3_ENDPOINT, region: S3_REGION, bucket: S3_BUCKET },
    ...{ accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
  });
}

/** What sends SMS, or null. */
export function smsOf(config: Config): Channel | null {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = config;
  if (!sid || !authToken || !from) return null;
  return createTwilioChannel({ sid, authToken, from, url: config.TWILIO_API_URL });
}
