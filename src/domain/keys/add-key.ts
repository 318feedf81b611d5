import type { OperatorScope } from "../../db/index.ts";
import { newSigningKey } from "../../infra/access-tokens.ts";
import { newSealingKey } from "../../infra/sealing.ts";
import { wrapKey } from "./wrapping.ts";

/** Short, as it travels in every token and sealed value. */
const newId = (purpose: string) => `${purpose}-${crypto.randomUUID().slice(0, 13)}`;

/** Adds a key that signs access tokens from `activatesAt` on. @returns its id. */
export async function addSigningKey(
  { db }: OperatorScope,
  rootSecret: string,
  activatesAt: Date,
): Promise<string> {
  const { privateJwk, publicJwk } = await newSigningKey();
  const key = { id: newId("sig"), purpose: "signing" };
  const wrapped = wrapKey(rootSecret, key, JSON.stringify(privateJwk));
  await db.key.create({ data: { ...key, publicJwk: { ...publicJwk }, wrapped, activatesAt } });
  return key.id;
}

/** Adds a key that seals secrets from `activatesAt` on. @returns its id. */
export async function addSealingKey(
  { db }: OperatorScope,
  rootSecret: string,
  activatesAt: Date,
): Promise<string> {
  const key = { id: newId("enc"), purpose: "sealing" };
  const wrapped = wrapKey(rootSecret, key, Buffer.from(newSealingKey()).toString("base64url"));
  await db.key.create({ data: { ...key, wrapped, activatesAt } });
  return key.id;
}
