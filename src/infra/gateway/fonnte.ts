import { z } from "zod";
import { type FonnteAnswer, postForm } from "./fonnte-call.ts";
import { reasonOf, refusalOf } from "./fonnte-reasons.ts";
import { type Gateway, GatewayFault, type GatewayMessage, type SendOutcome } from "./gateway.ts";

export interface FonnteOptions {
  /** Such as https://api.fonnte.com. */
  url: string;
  /** Milliseconds from the call to the end of the answer. */
  timeLimit?: number;
}

/** A call that takes longer is given up; what became of it is then unknown. */
const GATEWAY_TIME_LIMIT = 10_000;

/** A number or a text of digits; the gateway writes both. */
const count = z.union([z.number(), z.string().regex(/^\d{1,15}$/)]).transform(Number);

const Sent = z.object({
  id: z.union([z.array(z.union([z.string(), z.number()])).min(1), z.string().min(1), z.number()]),
});
const Validated = z.object({
  registered: z.array(z.coerce.string()).default([]),
  not_registered: z.array(z.coerce.string()).default([]),
});
const DeviceState = z.object({
  device_status: z.string(),
  quota: count.nullish().catch(null),
  package: z.string().nullish().catch(null),
  expired: z.unknown(),
});
const Qr = z.object({ url: z.string().min(1) });

type Form = FormData | URLSearchParams;

/** Digits alone, as the gateway takes and gives them; a LID stays what it is. */
const digitsOf = (target: string) => target.replace(/^\+/, "");

/** Fonnte's HTTP API. Tokens, numbers and texts are in no fault and in no line of the log. */
export function createFonnteGateway({
  url,
  timeLimit = GATEWAY_TIME_LIMIT,
}: FonnteOptions): Gateway {
  const call = (path: string, token: string, form: Form) =>
    postForm(new URL(path, url), token, form, timeLimit);

  async function ask<S extends z.ZodType>(
    schema: S,
    path: string,
    token: string,
    form = new URLSearchParams(),
  ): Promise<z.infer<S>> {
    const answer = await call(path, token, form);
    if (answer.kind !== "answered") throw new GatewayFault(answer.kind, answer.detail);
    const { isDone, reason, fields } = answer;
    if (!isDone) throw new GatewayFault(faultOf(reason), `refused: ${reasonOf(reason)}`);
    const parsed = schema.safeParse(fields);
    if (!parsed.success) throw new GatewayFault("unknown", "the answer makes no sense");
    return parsed.data;
  }

  return {
    send: async (token, message) => outcomeOf(await call("/send", token, sendForm(message))),
    validate: async (token, phones) => {
      const form = new URLSearchParams();
      form.set("target", phones.map(digitsOf).join(","));
      form.set("countryCode", "0");
      const found = await ask(Validated, "/validate", token, form);
      const listed = (numbers: string[]) =>
        phones.filter((phone) => numbers.some((number) => digitsOf(number) === digitsOf(phone)));
      return { registered: listed(found.registered), missing: listed(found.not_registered) };
    },
    device: async (token) => {
      const state = await ask(DeviceState, "/device", token);
      return {
        connected: /^connect(ed)?$/i.test(state.device_status),
        quota: state.quota ?? null,
        package: state.package ?? null,
        expiresAt: momentOf(state.expired),
      };
    },
    qr: async (token) => {
      const form = new URLSearchParams();
      form.set("type", "qr");
      const { url: picture } = await ask(Qr, "/qr", token, form);
      return picture.replace(/^data:image\/png;base64,/, "");
    },
    setWebhooks: async (token, addresses) => {
      const form = new URLSearchParams();
      form.set("webhook", addresses.message);
      form.set("webhookstatus", addresses.status);
      form.set("webhookconnect", addresses.device);
      form.set("webhookchaining", addresses.submission);
      await ask(z.object({}), "/update-device", token, form);
    },
  };
}

/** Multipart only with a file: it turns the line breaks of a text into those of another system. */
function sendForm({ target, message, file, fileUrl, inboxId }: GatewayMessage): Form {
  const form = file ? new FormData() : new URLSearchParams();
  form.set("target", digitsOf(target));
  form.set("message", message);
  form.set("countryCode", "0");
  if (inboxId) form.set("inboxid", inboxId);
  if (fileUrl && !file) form.set("url", fileUrl);
  if (file && form instanceof FormData) {
    form.set("file", new Blob([file.bytes.slice()], { type: file.contentType }), file.filename);
    form.set("filename", file.filename);
  }
  return form;
}

function outcomeOf(answer: FonnteAnswer): SendOutcome {
  if (answer.kind !== "answered") return answer;
  if (!answer.isDone) {
    return { kind: "refused", reason: refusalOf(answer.reason), detail: reasonOf(answer.reason) };
  }
  const parsed = Sent.safeParse(answer.fields);
  if (!parsed.success) return { kind: "unknown", detail: "the answer names no message" };
  return { kind: "accepted", id: String([parsed.data.id].flat()[0]) };
}

const faultOf = (reason: string) =>
  /already connect/i.test(reason) ? ("connected" as const) : refusalOf(reason);

/** The gateway's date of expiry: seconds since 1970, or a date. */
function momentOf(value: unknown): Date | null {
  const text = String(value ?? "");
  const moment = new Date(/^\d{9,11}$/.test(text) ? Number(text) * 1_000 : text);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
