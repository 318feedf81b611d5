import { createTransport } from "nodemailer";
import { type Mailer, MailFault } from "./mailer.ts";

/** Milliseconds; a job that hangs for longer keeps others waiting. */
const TIMEOUTS = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000 };

const HERE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Sends by an SMTP server. smtp:// turns to TLS where the server offers it, and insists on it
 * before a password leaves this machine; smtps:// begins with TLS.
 * @param url with user and password, percent-encoded, where the server wants them.
 * @param from an address, or a name and an address in angle brackets.
 */
export function createSmtpMailer(url: string, from: string): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port ? Number(port) : undefined,
    secure: protocol === "smtps:",
    requireTLS: username !== "" && !HERE.test(hostname),
    auth: username
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
      : undefined,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  });
  const domain = /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
  return {
    send: async ({ id, to, subject, text }) => {
      const messageId = `<${id}@${domain}>`;
      const mail = { from, to: { name: "", address: to }, subject, text, messageId };
      await transport.sendMail(mail).catch((error) => {
        throw faultOf(error);
      });
    },
  };
}

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
}

/** A server's own words may repeat the recipient, so that codes alone are kept. */
function faultOf({ code, command, responseCode }: SmtpError): MailFault {
  const reason = [code ?? "ESMTP", command, responseCode].filter(Boolean).join(" ");
  const isRefusal = responseCode !== undefined && responseCode >= 550 && responseCode <= 554;
  return new MailFault(reason, isRefusal && code === "EENVELOPE");
}
