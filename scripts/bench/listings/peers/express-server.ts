/**
 * The usual design, Express and Prisma with answers kept in Redis:
 * `bun express-server.ts PORT URL PACKAGES REDIS-URL`.
 */
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { Redis } from "ioredis";
import { PrismaClient } from "../../../../src/db/generated/client.ts";

interface Asked {
  originalUrl: string;
  query: { tenant: string; brand?: string; priceMax: string; limit: string };
}
interface Reply {
  type(name: string): Reply;
  send(body: string): Reply;
}
interface Express {
  get(path: string, handler: (request: Asked, reply: Reply) => Promise<unknown>): void;
  listen(port: number, host: string): void;
}

/** Seconds for which an answer is kept. */
const KEPT_FOR = 60;
const [port = "", url = "", packages = "", redisUrl = ""] = process.argv.slice(2);
const express: () => Express = createRequire(`${packages}/`)("express");
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) });
const redis = redisUrl ? new Redis(redisUrl) : null;

const CARD = {
  ...{ slug: true, displayCode: true, brand: true, model: true, variant: true, year: true },
  ...{ status: true, priceIdr: true, creditPriceIdr: true, transmission: true, fuel: true },
  ...{ bodyType: true, color: true, mileageKm: true, engineCc: true, plate: true },
  ...{ location: true, listedAt: true },
  photos: { where: { isPrimary: true }, select: { url: true } },
};

async function page({ tenant, brand, priceMax, limit }: Asked["query"]): Promise<string> {
  const where = {
    ...{ tenantId: tenant, status: { in: ["available", "booking"] } },
    ...(brand && { brand }),
    priceIdr: { lte: BigInt(priceMax) },
  };
  const [total, cars] = await Promise.all([
    prisma.car.count({ where }),
    prisma.car.findMany({
      ...{ where, select: CARD, take: Number(limit) },
      orderBy: [{ listedAt: "desc" }, { id: "desc" }],
    }),
  ]);
  const data = cars.map(({ photos, priceIdr, creditPriceIdr, ...car }) => ({
    ...{ ...car, photo: photos[0]?.url ?? null },
    ...{ priceIdr: Number(priceIdr), creditPriceIdr: Number(creditPriceIdr) },
  }));
  return JSON.stringify({ total, data });
}

const app = express();
app.get("/cars", async (request, reply) => {
  const key = `peer:${request.originalUrl}`;
  let body = (await redis?.get(key)) ?? null;
  if (body === null) {
    body = await page(request.query);
    await redis?.set(key, body, "EX", KEPT_FOR);
  }
  return reply.type("application/json").send(body);
});
app.listen(Number(port), "127.0.0.1");
