import type { StormPlan } from "./plan.ts";
import type { Chance } from "./random.ts";
import type { StormDevice, StormTenant } from "./stage.ts";

/** Messages of one person in the mean. */
const MESSAGES_EACH = 5;
/** Seconds: how far back the oldest of a conversation lies. Nobody is to be reminded of it yet. */
const OLDEST = 300;
/** Keeps the gateway's numbers of one seed apart from another's. */
const MOST_MESSAGES = 10_000_000;
/** Messages of one person at one moment. */
const CROWD = 200;
const WORDS = [
  "Halo, Avanza putih 2019 masih ada?",
  "Bisa kredit berapa bulan ya kak",
  "Harga nett berapa?",
  "Boleh test drive besok jam 10?",
  "Saya di Bekasi, bisa diantar unitnya?",
];

export interface StormMessage {
  /** Stands in its text, in square brackets, and in no other's. */
  tag: string;
  device: StormDevice;
  /** As it is stored: E.164, or a LID. */
  person: string;
  /** Gateway's time, in milliseconds. */
  sentAt: number;
  contentType: string;
  body: string;
  readable: boolean;
  /** The person whose messages come all at one moment. */
  crowd?: string;
}

interface Person {
  person: string;
  sender: string;
  devices: StormDevice[];
}

function writePeople(plan: StormPlan, tenants: StormTenant[], chance: Chance): Person[] {
  const count = Math.max(1, Math.round(plan.messages / MESSAGES_EACH));
  return Array.from({ length: count }, (_, n) => {
    const { devices } = chance.pick(tenants);
    const number = `62812${10_000_000 + n}`;
    const [person, sender] = chance.happens(0.05)
      ? [`${number}@lid`, `${number}@lid`]
      : [`+${number}`, number];
    return { person, sender, devices: chance.happens(0.1) ? devices : [chance.pick(devices)] };
  });
}

/** What customers write, in the order of the gateway's clock, with bodies as the gateway posts them. */
export function writeMessages(
  plan: StormPlan,
  tenants: StormTenant[],
  chance: Chance,
  now: number,
): StormMessage[] {
  const people = writePeople(plan, tenants, chance);
  const start = Math.floor(now / 1_000) - OLDEST;
  const crowded = people.slice(0, plan.crowds).flatMap((person) => Array(CROWD).fill(person));
  return Array.from({ length: plan.messages + crowded.length }, (_, n) => {
    const inCrowd: Person | undefined = crowded[n - plan.messages];
    const { person, sender, devices } = inCrowd ?? chance.pick(people.slice(plan.crowds));
    const device = inCrowd ? (inCrowd.devices[0] as StormDevice) : chance.pick(devices);
    const tag = `s${plan.seed}-${n}`;
    const seconds = start + Math.floor((n / (plan.messages + crowded.length)) * OLDEST);
    const fields = {
      ...{ device: device.label, sender, name: `Pelanggan ${sender.slice(-4)}` },
      message: `${chance.pick(WORDS)} [${tag}]`,
      timestamp: `${chance.happens(0.1) ? seconds * 1_000 : seconds}`,
      inboxid: chance.happens(0.7) ? `${plan.seed * MOST_MESSAGES + n + 1}` : "0",
    };
    const isForm = chance.happens(0.5);
    return {
      ...{ tag, device, person, sentAt: seconds * 1_000, readable: true },
      ...(inCrowd && { crowd: person }),
      contentType: isForm ? "application/x-www-form-urlencoded" : "application/json",
      body: isForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
    };
  });
}

/** Bodies out of which no message can be read. */
export function writeUnreadable(
  plan: StormPlan,
  tenants: StormTenant[],
  chance: Chance,
): StormMessage[] {
  return Array.from({ length: plan.unreadable }, (_, n) => {
    const tag = `u${plan.seed}-${n}`;
    const body =
      n % 2 ? `{"sender": "6281234567890", "message": "[${tag}]` : `{"message":"[${tag}]"}`;
    return {
      ...{ tag, device: chance.pick(chance.pick(tenants).devices), person: "", sentAt: 0 },
      ...{ contentType: "application/json", body, readable: false },
    };
  });
}
