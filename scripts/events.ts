/** `bun run events`: what the gateway posted and could not be worked in. */
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  type Chosen,
  dropFailedEvents,
  replayFailedEvents,
  showFailedEvents,
} from "../src/domain/inbox/operate-failed-events.ts";
import { closeOnSignal, openForOperator } from "./open-database.ts";
import { refusalOf } from "./refusal.ts";

const HELP = `Usage: bun run events COMMAND [--tenant SLUG] [ID … | --all] [--json]

  list          what could not be worked in, and why
  show ID …     with what was posted, without secrets
  replay        has events read again, by a running server, within a second or two
  drop          deletes events for good

replay and drop take ids, or --all for every one of the dealership, or of all without --tenant.`;

const { values, positionals } = parse();
const [command = "help", ...ids] = positionals;
if (values.help || command === "help") {
  console.log(HELP);
  process.exit(0);
}
if (!["list", "show", "replay", "drop"].includes(command)) {
  fail(`There is no command ${command}.\n\n${HELP}`);
}
const changes = command === "replay" || command === "drop";
if (changes && ids.length > 0 === Boolean(values.all)) {
  fail(`Name events by their ids, or all of them by --all.\n\n${HELP}`);
}
if (ids.some((id) => !z.uuid().safeParse(id).success)) fail("An id must be a UUID.");
const chosen: Chosen = { slug: values.tenant ?? null, ids: ids.length > 0 ? ids : null };

const database = await openForOperator();
closeOnSignal(database.close);
let refusal: string | null = null;
try {
  await (changes ? change() : show());
} catch (error) {
  refusal = refusalOf(error);
  if (refusal === null) throw error;
} finally {
  await database.close();
}
if (refusal !== null) fail(refusal);
process.exit(0);

async function show(): Promise<void> {
  const events = await showFailedEvents(database.ownerUrl, chosen);
  const line = ({ slug, id, kind, receivedAt, reason }: (typeof events)[number]) =>
    [slug.padEnd(20), id, kind.padEnd(10), receivedAt, reason].join("  ");
  const whole = (event: (typeof events)[number]) => `${line(event)}\n${event.body}\n`;
  const text = events.map(command === "show" ? whole : line).join("\n");
  print(events, text || "Everything that was posted is worked in.");
}

async function change(): Promise<void> {
  const work = command === "replay" ? replayFailedEvents : dropFailedEvents;
  const changed = await work(database.ownerUrl, chosen);
  const count = changed.length === 1 ? "1 event is" : `${changed.length} events are`;
  print(changed, `${count} ${command === "replay" ? "read again" : "deleted"}.`);
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        tenant: { type: "string" },
        all: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    fail(`${(error as Error).message}\n\n${HELP}`);
  }
}

function print(json: unknown, text: string): void {
  console.log(values.json ? JSON.stringify(json, null, 2) : text);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
