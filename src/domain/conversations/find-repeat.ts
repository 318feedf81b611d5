import { createHash } from "node:crypto";
import type { TenantScope } from "../../db/index.ts";
import { conflict } from "../errors.ts";
import type { QueuedMessage } from "./queue-message.ts";

/** Milliseconds in which a key stands for one message. */
const KEY_LIFETIME = 24 * 3_600_000;

/** What a message is known by that somebody sent under a key of their own. */
export function identityOfKey({ actor }: TenantScope, key: string): string {
  const parts = [actor.kind, "id" in actor ? actor.id : null, key];
  return `sent:${createHash("sha256").update(JSON.stringify(parts)).digest("base64url")}`;
}

/**
 * The message that was sent under this identity within a day, or null; an older one gives the
 * identity up.
 * @throws DomainError conflict IDEMPOTENCY_KEY_REUSED where it was another message.
 */
export async function findRepeat(
  { db, tenant, now }: TenantScope,
  message: QueuedMessage & { identity: string },
): Promise<string | null> {
  const { identity } = message;
  const earlier = await db.message.findUnique({
    where: { tenantId_identity: { tenantId: tenant.id, identity } },
    select: {
      ...{ id: true, conversationId: true, kind: true, body: true, mediaId: true, carId: true },
      ...{ quotedMessageId: true, scheduledAt: true, receivedAt: true },
    },
  });
  if (!earlier) return null;
  if (earlier.receivedAt.getTime() < now.getTime() - KEY_LIFETIME) {
    await db.message.update({
      where: { tenantId_id: { tenantId: tenant.id, id: earlier.id } },
      data: { identity: `sent:${Bun.randomUUIDv7()}` },
    });
    return null;
  }
  const isSame =
    earlier.conversationId === message.conversationId &&
    earlier.kind === message.kind &&
    // The text of a car card is that of another moment.
    (message.kind === "car_card" || earlier.body === message.body) &&
    earlier.mediaId === (message.mediaId ?? null) &&
    earlier.carId === (message.carId ?? null) &&
    earlier.quotedMessageId === (message.quotedMessageId ?? null) &&
    (earlier.scheduledAt?.getTime() ?? null) === (message.scheduledAt?.getTime() ?? null);
  if (!isSame) {
    const words = "This Idempotency-Key was given for another message within the last day.";
    throw conflict("IDEMPOTENCY_KEY_REUSED", words);
  }
  return earlier.id;
}
