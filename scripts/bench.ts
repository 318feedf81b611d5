/** `bun run bench`: measures what the product promises. */
import * as growth from "./bench/growth.ts";
import * as importing from "./bench/import.ts";
import * as listings from "./bench/listings.ts";
import * as photos from "./bench/photos.ts";
import * as webhook from "./bench/webhook.ts";

const HELP = `Usage: bun run bench NAME [options]

  growth    the inbox at a thousand leads and at a million
  import    what an import of stock costs, beside PostgreSQL
  listings  what a dealership's page costs, beside bare handlers and peers
  photos    photos taken in and rendered, beside sharp alone
  webhook   what the gateway's webhook takes, and how it is worked in

Each tells its options by --help.`;

/** Each gives the exit code. */
const BENCHES: Record<string, { run(args: string[]): Promise<number> }> = {
  growth,
  import: importing,
  listings,
  photos,
  webhook,
};

const [name = "help", ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  console.log(HELP);
  process.exit(["help", "--help", "-h"].includes(name) ? 0 : 1);
}
process.exit(await bench.run(args));
