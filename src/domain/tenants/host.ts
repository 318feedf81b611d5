import { z } from "zod";
import { normaliseHost } from "./normalise-host.ts";

/** A domain as somebody types it, which becomes the form that Host headers are compared with. */
export const Host = z.string().transform((input, context) => {
  const host = normaliseHost(input.trim());
  if (host?.includes(".") && !host.startsWith("[") && !input.includes(":")) return host;
  context.addIssue({ code: "custom", message: `${input} is not a domain name` });
  return z.NEVER;
});
