/** `bun run bench photos`: photos taken in and rendered, beside sharp alone. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { migrate } from "../../src/db/index.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { startEmbeddedPostgres } from "../../src/infra/embedded-postgres/index.ts";
import { newToken } from "../../src/infra/secrets.ts";
import { closeOnSignal } from "../open-database.ts";
import { phonePhotos } from "./photos/phone-photos.ts";
import { type Dealer, openDealer, startPhotoServer, upload } from "./photos/stage.ts";

const HELP = `Usage: bun run bench photos [--photos N] [--dealers N]

Starts a PostgreSQL and a server of its own, uploads photos as a phone takes them (JPEG of 4000 × 3000
pixels) by forms, and has them rendered in every width and format; first those of one dealership,
then as many of some. Prints photos a second, each beside what sharp does of the same files with
nothing around it on all processors, and the server's peak of memory.

  --photos N   12 unless told
  --dealers N  4 unless told`;

const A_FORM = 8;
const figure = (value: number) => value.toFixed(2).padStart(8);

async function alone(work: "inspect" | "render", folder: string) {
  const command = [process.execPath, join(import.meta.dir, "photos/picture-work.ts"), work, folder];
  const child = Bun.spawn(command, { stdout: "pipe", stderr: "inherit" });
  return (await new Response(child.stdout).json()) as { rate: number; peak: number };
}

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      photos: { type: "string", default: "12" },
      dealers: { type: "string", default: "4" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [count, dealers] = [Number(values.photos), Number(values.dealers)];
  if (values.help || !count || !dealers) {
    console.log(HELP);
    return values.help ? 0 : 1;
  }
  const folder = await mkdtemp(join(tmpdir(), "autoleads-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, "database") });
  const clean = async () => {
    await postgres.release();
    await rm(folder, { recursive: true, force: true });
  };
  closeOnSignal(clean);
  try {
    await measure(postgres.ownerUrl, folder, { count, dealers });
    return 0;
  } finally {
    await clean();
  }
}

async function measure(ownerUrl: string, folder: string, plan: { count: number; dealers: number }) {
  const photos = await phonePhotos(plan.count);
  const files = join(folder, "photos");
  await mkdir(files);
  for (const [n, photo] of photos.entries()) await Bun.write(join(files, `${n}.jpg`), photo);
  const size = photos.reduce((sum, { length }) => sum + length, 0) / photos.length / 1024 ** 2;
  console.log(
    `${plan.count} photos of 4000 × 3000 pixels, ${size.toFixed(1)} MB each; ${availableParallelism()} processors\n`,
  );
  await migrate(ownerUrl);
  const secret = newToken();
  await ensureKeys(ownerUrl, secret);
  const stage = { ownerUrl, folder, secret, photos };
  console.log("photos a second              product    alone    ratio  peak MB");
  for (const dealers of new Set([1, plan.dealers])) {
    const of = dealers === 1 ? "of one dealership" : `of ${dealers} dealerships`;
    // Each beside its limit, so that a busy machine slows both alike.
    const inspected = await alone("inspect", files);
    console.log(row(`taken in, ${of}`, await takeIn(stage, dealers), inspected));
    const rendered = await alone("render", files);
    console.log(row(`rendered, ${of}`, await render(stage), rendered));
    console.log(`  alone, sharp takes ${Math.round(rendered.peak)} MB at its peak`);
  }
}

interface Stage {
  ownerUrl: string;
  folder: string;
  secret: string;
  photos: Uint8Array[];
}

interface Measured {
  rate: number;
  /** MB. */
  peak: number;
}

const row = (name: string, { rate, peak }: Measured, limit: Measured) =>
  [name.padEnd(28), ...[rate, limit.rate, rate / limit.rate, peak].map(figure)].join(" ");

const startServer = ({ ownerUrl, secret, folder }: Stage, works: string) =>
  startPhotoServer(ownerUrl, secret, join(folder, "files"), works);

/** By a server that renders none meanwhile. */
async function takeIn(stage: Stage, count: number): Promise<Measured> {
  const { ownerUrl, photos } = stage;
  const server = await startServer(stage, "no");
  const dealers: Dealer[] = [];
  for (let n = 0; n < count; n += 1) {
    dealers.push(await openDealer(ownerUrl, server.port, `dealer-${count}-${n}`));
  }
  const started = performance.now();
  await Promise.all(
    dealers.map((dealer, n) => {
      const own = photos.filter((_, at) => at % count === n);
      return upload(server.port, dealer, own, A_FORM);
    }),
  );
  const rate = photos.length / ((performance.now() - started) / 1000);
  const peak = await server.peak();
  await server.stop();
  return { rate, peak };
}

/** All that wait, by a server that starts with them waiting. */
async function render(stage: Stage): Promise<Measured> {
  const owner = new pg.Client({ connectionString: stage.ownerUrl });
  await owner.connect();
  const waiting = async () =>
    Number(
      (await owner.query("SELECT count(*) FROM pictures WHERE status = 'waiting'")).rows[0].count,
    );
  const server = await startServer(stage, "jobs");
  const before = await waiting();
  const started = performance.now();
  while ((await waiting()) > 0) await Bun.sleep(50);
  const rate = before / ((performance.now() - started) / 1000);
  const peak = await server.peak();
  await server.stop();
  await owner.end();
  return { rate, peak };
}
