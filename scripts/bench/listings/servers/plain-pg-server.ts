/**
 * Page, total and facets by one statement of the plain driver, as the database's owner, whom
 * row-level security does not hold: `bun plain-pg-server.ts PORT URL`.
 */
import pg from "pg";
import { FULL_SQL } from "../listing-sql.ts";

const [port = "", url = ""] = process.argv.slice(2);
const pool = new pg.Pool({
  connectionString: url,
  max: 10,
  // As the product's role: a generic plan of a skewed table is slower.
  options: "-c plan_cache_mode=force_custom_plan",
});

Bun.serve({
  port: Number(port),
  fetch: async (request) => {
    const query = new URL(request.url).searchParams;
    if (!query.has("tenant")) return new Response("", { status: 404 });
    const { rows } = await pool.query<{ answer: string }>({
      ...{ name: "listing", text: FULL_SQL },
      values: [
        ...[query.get("tenant"), query.get("brand")],
        ...[query.get("priceMax"), query.get("limit")],
      ],
    });
    const headers = { "Content-Type": "application/json" };
    return new Response(rows[0]?.answer ?? "", { headers });
  },
});
