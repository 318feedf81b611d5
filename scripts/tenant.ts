/** `bun run tenant`: the operator's commands for dealerships. */
import { closeOnSignal, openForOperator } from "./open-database.ts";
import { refusalOf } from "./refusal.ts";
import { type Command, readArguments } from "./tenant/arguments.ts";
import { create, list, setStatus } from "./tenant/dealerships.ts";
import { addDevice, rotateDevice, setGatewayToken } from "./tenant/devices.ts";
import { addDomain, removeDomain } from "./tenant/domains.ts";
import { setHours } from "./tenant/opening-hours.ts";

const HELP = `Usage: bun run tenant COMMAND [options]

  create      --slug SLUG --name NAME --owner-email E-MAIL --owner-password PASSWORD
              [--owner-name NAME] [--domain DOMAIN …] [--status active|trial]
              [--time-zone ZONE] [--phone NUMBER] [--whatsapp NUMBER] [--city CITY] [--address TEXT]
  list
  set-status  --slug SLUG --status active|suspended|expired|trial [--trial-ends 2027-01-31]
  set-hours   --slug SLUG --hours "mon-fri 09:00-18:00, sat 09:00-15:00" | always
              the ordinary week, on the dealership's clock; days that are not named are closed
  add-domain  --slug SLUG --domain DOMAIN
  remove-domain --slug SLUG --domain DOMAIN
  add-device  --slug SLUG --label LABEL [--secret SECRET] [--gateway-token TOKEN]
              a WhatsApp number of the gateway; its token is kept sealed
  rotate-device --slug SLUG --label LABEL [--overlap 24h]
              new webhook addresses; the former are good until the overlap ends
  set-gateway-token --slug SLUG --label LABEL --gateway-token TOKEN
              the token by which the gateway takes this number's messages

Every command takes --json. Examples:
  bun run tenant create --slug maju --name "Maju Motor" --domain majumotor.co.id \\
    --owner-email budi@majumotor.co.id --owner-password "a long password"
  bun run tenant set-status --slug maju --status suspended`;

const COMMANDS: Record<string, Command> = {
  create,
  list,
  "set-status": setStatus,
  "set-hours": setHours,
  "add-domain": addDomain,
  "remove-domain": removeDomain,
  "add-device": addDevice,
  "rotate-device": rotateDevice,
  "set-gateway-token": setGatewayToken,
};

const { values, positionals } = parse();
const [command = "help", ...others] = positionals;
if (values.help || command === "help") {
  console.log(HELP);
  process.exit(0);
}
const run = COMMANDS[command] ?? fail(`There is no command ${command}.\n\n${HELP}`);
if (others.length > 0) fail(`There is nothing to do with ${others.join(" ")}.\n\n${HELP}`);

const database = await openForOperator();
closeOnSignal(database.close);
let refusal: string | null = null;
try {
  const { json, text } = await run(database, values);
  console.log(values.json ? JSON.stringify(json, null, 2) : text);
} catch (error) {
  refusal = refusalOf(error);
  if (refusal === null) throw error;
} finally {
  await database.close();
}
if (refusal !== null) fail(refusal);
process.exit(0);

function parse() {
  try {
    return readArguments();
  } catch (error) {
    fail(`${(error as Error).message}\n\n${HELP}`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
