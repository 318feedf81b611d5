import type { TenantScope } from "../../db/index.ts";
import { BY_STAFF, type CarMatch } from "../cars/matching/stock-car.ts";
import { tellCarOfConversation } from "./tell-car-of-conversation.ts";

/**
 * Gives a conversation the car that a message of `at` means, unless the staff have said which it
 * is, a later message named another, or the car is gone.
 */
export async function setRecognisedCar(
  scope: TenantScope,
  conversationId: string,
  { carId, confidence, evidence }: CarMatch,
  at: Date,
): Promise<void> {
  const { db, tenant } = scope;
  // The lead's row before the conversation's, as everywhere.
  await db.$queryRaw`
    SELECT leads.id FROM conversations
    JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = conversations.lead_id
    WHERE conversations.tenant_id = ${tenant.id}::uuid AND conversations.id = ${conversationId}::uuid
    FOR KEY SHARE OF leads`;
  const rows = await db.$queryRaw<{ former: string | null }[]>`
    WITH car AS (
      SELECT id FROM cars WHERE tenant_id = ${tenant.id}::uuid AND id = ${carId}::uuid FOR KEY SHARE
    ), former AS (
      SELECT id, car_id FROM conversations
      WHERE tenant_id = ${tenant.id}::uuid AND id = ${conversationId}::uuid
        AND car_evidence IS DISTINCT FROM ${BY_STAFF}
        AND (car_set_at IS NULL OR car_set_at <= ${at}::timestamptz)
        AND (car_id IS DISTINCT FROM ${carId}::uuid OR car_confidence < ${confidence}::float8)
      FOR UPDATE
    )
    UPDATE conversations SET car_id = car.id, car_confidence = ${confidence}::float8,
      car_evidence = ${evidence}, car_set_at = ${at}::timestamptz, car_set_by_id = NULL
    FROM car, former
    WHERE conversations.tenant_id = ${tenant.id}::uuid AND conversations.id = former.id
    RETURNING former.car_id AS former`;
  const [changed] = rows;
  if (!changed || changed.former === carId) return;
  await tellCarOfConversation(scope, conversationId, { carId, confidence, evidence });
}
