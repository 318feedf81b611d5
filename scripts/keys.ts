/** `bun run keys`: the keys that sign access tokens and seal stored secrets. */
import { parseArgs } from "node:util";
import { ensureKeys } from "../src/domain/keys/ensure-keys.ts";
import { listInstallationKeys } from "../src/domain/keys/list-installation-keys.ts";
import { rotateSealingKey } from "../src/domain/keys/rotate-sealing-key.ts";
import { rotateSigningKey } from "../src/domain/keys/rotate-signing-key.ts";
import { closeOnSignal, openForOperator } from "./open-database.ts";
import { rootSecret } from "./root-secret.ts";

const HELP = `Usage: bun run keys <command> [--json]

  list            the keys there are
  rotate          a new key for access tokens, which signs in ten minutes. Nobody is logged out: the
                  keys before it verify until their tokens expire.
    --now         it signs at once; whoever keeps a copy of the public keys may not have it yet
    --revoke      at once, and the keys before it are good no more: for a key that leaked. Access
                  tokens are refused; clients refresh theirs and stay logged in.
  rotate-secrets  a new key for stored secrets; every secret is sealed anew with it

Running servers see a new key within half a minute. To change JWT_SECRET itself, start the server
with the new one in JWT_SECRET and the old one in JWT_SECRET_PREVIOUS.`;

const { values, positionals } = parse();
const [command = "help", ...surplus] = positionals;
if (values.help || command === "help") {
  console.log(HELP);
  process.exit(0);
}
if (!["list", "rotate", "rotate-secrets"].includes(command) || surplus.length > 0) {
  fail(`There is no command ${positionals.join(" ")}.\n\n${HELP}`);
}
if ((values.now || values.revoke) && command !== "rotate") {
  fail(`--now and --revoke go with rotate alone.\n\n${HELP}`);
}

const database = await openForOperator();
closeOnSignal(database.close);
const { config, ownerUrl } = database;
let refusal: string | null = null;
try {
  const secret = await rootSecret(config);
  await ensureKeys(ownerUrl, secret, config.JWT_SECRET_PREVIOUS);
  if (command === "list") {
    const keys = await listInstallationKeys(ownerUrl);
    const line = (key: (typeof keys)[number]) =>
      [
        key.purpose.padEnd(8),
        key.id.padEnd(20),
        `from ${key.activatesAt.toISOString()}`,
        key.retiresAt ? `until ${key.retiresAt.toISOString()}` : "",
      ].join("  ");
    print(keys, keys.map(line).join("\n"));
  } else if (command === "rotate") {
    const rotation = await rotateSigningKey(ownerUrl, secret, {
      lifetime: config.JWT_EXPIRES_IN,
      when: values.revoke ? "revoke" : values.now ? "now" : "later",
    });
    print(
      rotation,
      `${rotation.id} signs from ${rotation.activatesAt.toISOString()}.\n` +
        `The keys before it are good until ${rotation.othersRetireAt.toISOString()}.`,
    );
  } else {
    const show = (resealed: number) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${resealed} secrets sealed anew`);
    };
    const { id, resealed, removed } = await rotateSealingKey(ownerUrl, secret, show);
    if (process.stderr.isTTY) process.stderr.write("\r");
    const former = removed.length > 0 ? ` Removed: ${removed.join(", ")}.` : "";
    print({ id, resealed, removed }, `${resealed} secrets are sealed by ${id}.${former}`);
  }
} catch (error) {
  refusal = (error as Error).message;
} finally {
  await database.close();
}
if (refusal !== null) fail(refusal);
process.exit(0);

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        now: { type: "boolean" },
        revoke: { type: "boolean" },
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
