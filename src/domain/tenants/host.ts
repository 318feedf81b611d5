import { z } from "zod";
import { normaliseHost } from "./normalise-host.ts";

/**
 * A domain as somebody types it, which becomes the form that Host headers are compared with.
 * Below the base domain the names are the dealerships' slugs and cannot be given away.
 */
export const hostOutside = (baseDomain: string) =>
  z.string().transform((input, context) => {
    const host = normaliseHost(input.trim());
    const isDomain = host?.includes(".") && !host.startsWith("[") && !input.includes(":");
    if (!host || !isDomain) {
      context.addIssue({ code: "custom", message: `${input} is not a domain name` });
    } else if (`.${host}`.endsWith(`.${baseDomain}`)) {
      const message = `${host} lies below ${baseDomain}, where dealerships live by their slugs`;
      context.addIssue({ code: "custom", message });
    } else {
      return host;
    }
    return z.NEVER;
  });
