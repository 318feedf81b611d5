import type { Mailer } from "./mailer.ts";

/** Prints mail for the developer who waits for it, and sends nothing. */
export function createConsoleMailer(print: (text: string) => void = console.log): Mailer {
  return {
    send: async ({ to, subject, text }) => {
      const lines = [`To: ${to}`, `Subject: ${subject}`, "", ...text.trimEnd().split("\n")];
      const frame = (title: string) => `── ${title} `.padEnd(72, "─");
      const body = lines.map((line) => `  ${line}`.trimEnd()).join("\n");
      print(`\n${frame("E-mail (SMTP_URL is not set)")}\n${body}\n${frame("end")}\n`);
    },
  };
}
