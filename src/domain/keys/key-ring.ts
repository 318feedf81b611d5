import { type Database, type KeyRecord, listKeys } from "../../db/index.ts";
import { readSigningKey, type SigningKey, type SigningKeys } from "../../infra/access-tokens.ts";
import { seal, unseal } from "../../infra/sealing.ts";
import { type SealedColumn, sealedContext } from "./sealed-columns.ts";
import { unwrapKey } from "./wrapping.ts";

/** Milliseconds after which the keys are read anew: a rotation is seen by then everywhere. */
const FRESH_FOR = 30_000;
/** Milliseconds between two readings on account of unknown ids, which strangers can make up. */
const REREAD_AFTER = 1_000;

/** A public key as RFC 7517 has it. */
export interface PublicJwk {
  kty: string;
  crv: string;
  x: string;
  kid: string;
  alg: "EdDSA";
  use: "sig";
}

/** Seals and opens the secrets of tenants. */
export interface Secrets {
  seal(tenantId: string, column: SealedColumn, plain: string): Promise<string>;
  /** @throws when it was sealed for another tenant or column, or changed. */
  open(tenantId: string, column: SealedColumn, sealed: string): Promise<string>;
}

export interface KeyRing {
  signing: SigningKeys;
  secrets: Secrets;
  /** Every key whose signatures are good, also one that does not sign yet. */
  publicKeys(): Promise<PublicJwk[]>;
}

interface Ring {
  readAt: number;
  records: KeyRecord[];
}

/**
 * The installation's keys, read from the database and kept for half a minute; with the database
 * away, those last read stay in use.
 */
export function createKeyRing(
  database: Database,
  rootSecret: string,
  now: () => Date = () => new Date(),
): KeyRing {
  let ring: Ring | undefined;
  let reading: Promise<Ring> | undefined;
  const sealingKeys = new Map<string, Uint8Array>();
  const signers = new Map<string, Promise<SigningKey>>();
  const verifiers = new Map<string, Promise<SigningKey["privateKey"]>>();

  function read(): Promise<Ring> {
    reading ??= listKeys(database)
      .then((records) => {
        ring = { readAt: performance.now(), records };
        return ring;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  async function records(): Promise<KeyRecord[]> {
    if (!ring) return (await read()).records;
    if (performance.now() - ring.readAt < FRESH_FOR) return ring.records;
    const known = ring;
    return (await read().catch(() => known)).records;
  }

  async function find(id: string, purpose: KeyRecord["purpose"]): Promise<KeyRecord | undefined> {
    const matches = (record: KeyRecord) => record.id === id && record.purpose === purpose;
    const found = (await records()).find(matches);
    if (found || !ring || performance.now() - ring.readAt < REREAD_AFTER) return found;
    return (await read()).records.find(matches);
  }

  const isGood = ({ retiresAt }: KeyRecord) => retiresAt === null || retiresAt > now();

  /** The newest that is active; the very first also before its time. */
  async function newest(purpose: KeyRecord["purpose"]): Promise<KeyRecord> {
    const good = (await records()).filter((key) => key.purpose === purpose && isGood(key));
    const current = good.findLast((key) => key.activatesAt <= now()) ?? good[0];
    if (!current) throw new Error(`the installation has no ${purpose} key`);
    return current;
  }

  function sealingKey(record: KeyRecord): Uint8Array {
    const known = sealingKeys.get(record.id);
    if (known) return known;
    const key = new Uint8Array(Buffer.from(unwrapKey(rootSecret, record), "base64url"));
    sealingKeys.set(record.id, key);
    return key;
  }

  function once<Value>(map: Map<string, Promise<Value>>, id: string, make: () => Promise<Value>) {
    const made = map.get(id) ?? make();
    map.set(id, made);
    return made;
  }

  return {
    signing: {
      current: async () => {
        const record = await newest("signing");
        return once(signers, record.id, async () => ({
          id: record.id,
          privateKey: await readSigningKey(JSON.parse(unwrapKey(rootSecret, record))),
        }));
      },
      find: async (id) => {
        const record = await find(id, "signing");
        if (!record || !isGood(record)) return null;
        return once(verifiers, id, () => readSigningKey(record.publicJwk as object));
      },
    },
    secrets: {
      seal: async (tenantId, column, plain) => {
        const record = await newest("sealing");
        return `${record.id}.${seal(sealingKey(record), plain, sealedContext(tenantId, column))}`;
      },
      open: async (tenantId, column, sealed) => {
        const [id = "", body = ""] = sealed.split(".");
        const record = await find(id, "sealing");
        if (!record) throw new Error(`the sealing key ${id} is not there`);
        return unseal(sealingKey(record), body, sealedContext(tenantId, column));
      },
    },
    publicKeys: async () =>
      (await records())
        .filter((record) => record.purpose === "signing" && isGood(record))
        .map(({ id, publicJwk }) => ({
          ...(publicJwk as Pick<PublicJwk, "kty" | "crv" | "x">),
          ...{ kid: id, alg: "EdDSA", use: "sig" },
        })),
  };
}
