import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { parsePhone } from "../phone.ts";
import type { PersonKey } from "./incoming-message.ts";

/** WhatsApp's first year: an earlier timestamp is a mistake. */
const EARLIEST = Date.UTC(2009, 0);
/** Milliseconds a gateway's clock may be ahead of ours. */
const CLOCK_SKEW = 5 * 60_000;
/** A timestamp below this counts seconds; as milliseconds it would lie in 1973. */
const SECONDS_BELOW = 100_000_000_000;

/** A timestamp in seconds or milliseconds; `now` when there is none or it makes no sense. */
export function parseTimestamp(value: string, now: Date): Date {
  const number = /^\d{1,16}(\.\d+)?$/.test(value) ? Number(value) : 0;
  const milliseconds = Math.trunc(number < SECONDS_BELOW ? number * 1000 : number);
  const plausible = milliseconds >= EARLIEST && milliseconds <= now.getTime() + CLOCK_SKEW;
  return plausible ? new Date(milliseconds) : now;
}

/** "lat,long" in degrees; null for anything else. */
export function parseLocation(value: string): { latitude: number; longitude: number } | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*$/.exec(value);
  if (!match) return null;
  const [latitude, longitude] = [Number(match[1]), Number(match[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** Groups, channels and status broadcasts: no one person writes there. */
export const isCrowd = (sender: string): boolean => /@(g\.us|broadcast|newsletter)$/i.test(sender);

/** Digits of the longest phone number there is, with its country code. */
const LONGEST_NUMBER = 15;

/**
 * Who a sender is. The gateway sends digits with the country code and without a plus; WhatsApp
 * vouches for the number, so that its length alone is checked. Null when it is nobody:
 * a short code, a name, or a group's id without its ending.
 */
export function parseSender(sender: string): PersonKey | null {
  const person = sender.replace(/:\d+@/, "@");
  if (/^[\w.-]{1,100}@lid$/i.test(person)) return { whatsappLid: person.toLowerCase() };
  const written = person.replace(/@(c\.us|s\.whatsapp\.net)$/i, "");
  if (!/^[+\d][\d\s().-]{5,24}$/.test(written)) return null;
  if (written.startsWith("0")) {
    const phone = parsePhone(written);
    return phone === null ? null : { phone };
  }
  const digits = written.replace(/\D/g, "");
  if (digits.length > LONGEST_NUMBER) return null;
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  return parsed?.isPossible() ? { phone: parsed.number } : null;
}
