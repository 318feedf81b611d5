import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { answer, createRouter, problems } from "../openapi.ts";

const PublicKeys = z
  .object({
    keys: z.array(
      z.object({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        kid: z.string(),
        alg: z.literal("EdDSA"),
        use: z.literal("sig"),
      }),
    ),
  })
  .openapi("PublicKeys");

const route = createRoute({
  method: "get",
  path: "/.well-known/jwks.json",
  tags: ["Operation"],
  summary: "The public keys of access tokens",
  description:
    "A JSON Web Key Set (RFC 7517). A new key is here ten minutes before it signs; an old one stays until its last token has expired.",
  responses: { 200: answer(PublicKeys, "Ed25519 keys."), ...problems(500, 503) },
});

/** Seconds a copy may be used, well below the lead that a new key has. */
const MAX_AGE = 300;

export const jwks = ({ keys }: Deps) =>
  createRouter().openapi(route, async (c) => {
    const body = { keys: await keys.publicKeys() };
    c.header("Cache-Control", `public, max-age=${MAX_AGE}`);
    return c.json(body, 200);
  });
