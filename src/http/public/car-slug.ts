import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "../env.ts";

export const SlugParam = z.strictObject({
  slug: z
    .string()
    .regex(/^[a-z0-9-]{1,100}$/, "is not a slug")
    .openapi({ param: { name: "slug", in: "path" } }),
});

/** A car that goes by another slug now. */
export class Moved extends Error {
  constructor(readonly slug: string) {
    super("moved");
  }
}

export const movedResponse = {
  description: "The car has a new slug.",
  headers: z.object({ Location: z.string().max(2_000) }),
};

/** A query as it is written; its words are known ones, its lists separated by commas. */
export function written(
  query: Record<string, readonly string[] | string | number | undefined>,
): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = given.map(([name, value]) => `${name}=${String(value)}`).join("&");
  return text && `?${text}`;
}

/** Answers, or leads to where the car is now: `path` makes the address of its slug. */
export async function orRedirect<Answer>(
  c: Context<AppEnv>,
  answering: () => Promise<Answer>,
  path: (slug: string) => string,
) {
  try {
    return await answering();
  } catch (error) {
    if (!(error instanceof Moved)) throw error;
    // A car may go back to its former slug, so that no one may keep the redirect.
    c.header("Cache-Control", "no-cache");
    return c.redirect(path(error.slug), 301);
  }
}
