/** Fastify and the plain driver: `bun fastify-server.ts PORT URL PACKAGES`. */
import { createRequire } from "node:module";
import pg from "pg";
import { PAGE_SQL } from "../listing-sql.ts";

interface Query {
  tenant: string;
  brand?: string;
  priceMax: string;
  limit: string;
}
interface Reply {
  type(name: string): Reply;
  send(body: string): Reply;
}
interface Fastify {
  get(path: string, handler: (request: { query: Query }, reply: Reply) => unknown): void;
  listen(options: { port: number; host: string }): Promise<string>;
}

const [port = "", url = "", packages = ""] = process.argv.slice(2);
const fastify: () => Fastify = createRequire(`${packages}/`)("fastify");
const pool = new pg.Pool({
  ...{ connectionString: url, max: 10 },
  options: "-c plan_cache_mode=force_custom_plan",
});

const app = fastify();
app.get("/cars", async ({ query: { tenant, brand, priceMax, limit } }, reply) => {
  const { rows } = await pool.query<{ answer: string }>({
    ...{ name: "listing", text: PAGE_SQL, values: [tenant, brand ?? null, priceMax, limit] },
  });
  return reply.type("application/json").send(rows[0]?.answer ?? "");
});
await app.listen({ port: Number(port), host: "127.0.0.1" });
