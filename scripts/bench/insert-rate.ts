/**
 * How many rows a second PostgreSQL takes one a commit, into a table like that of the gateway's
 * events: `bun insert-rate.ts URL SECONDS CONNECTIONS BODY`.
 */
import pg from "pg";

const [url = "", seconds = "", connections = "", body = ""] = process.argv.slice(2);
const until = performance.now() + Number(seconds) * 1000;
let rows = 0;

async function insert(): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tenantId = Bun.randomUUIDv7();
  const deviceId = Bun.randomUUIDv7();
  while (performance.now() < until) {
    await client.query({
      name: "insert",
      text: "INSERT INTO bench_events (tenant_id, device_id, kind, content_type, body) VALUES ($1, $2, 'message', 'application/json', $3)",
      values: [tenantId, deviceId, body],
    });
    rows += 1;
  }
  await client.end();
}

const started = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, insert));
console.log(rows / ((performance.now() - started) / 1000));
