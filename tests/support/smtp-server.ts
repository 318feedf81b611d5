import { SMTPServer } from "smtp-server";

export interface Received {
  from: string;
  to: string[];
  /** The whole message as it came over the wire, its soft line breaks joined. */
  message: string;
  user: string | undefined;
}

export interface TestSmtp {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

export interface TestSmtpOptions {
  port?: number;
  /** What is answered to a recipient instead of taking it. */
  refuse?: (to: string) => { code: number; message: string } | null;
}

/** A mail server that speaks SMTP, wants user "mail" with password "p@ss/word", and keeps what comes. */
export async function startTestSmtp({ port = 0, refuse }: TestSmtpOptions = {}): Promise<TestSmtp> {
  const received: Received[] = [];
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _, done) =>
      username === "mail" && password === "p@ss/word"
        ? done(null, { user: username })
        : done(new Error("wrong password")),
    onRcptTo: ({ address }, _, done) => {
      const refusal = refuse?.(address);
      done(refusal && Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
    },
    onData: (stream, { envelope, user }, done) => {
      let message = "";
      stream.on("data", (chunk) => {
        message += chunk;
      });
      stream.on("end", () => {
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : "",
          to: envelope.rcptTo.map(({ address }) => address),
          message: message.replace(/=\r?\n/g, "").replaceAll("=3D", "="),
          user,
        });
        done();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.server.address();
  const listening = typeof address === "object" ? address?.port : undefined;
  return {
    url: `smtp://mail:${encodeURIComponent("p@ss/word")}@127.0.0.1:${listening}`,
    received,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
