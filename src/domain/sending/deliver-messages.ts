import { isDatabaseUnavailable } from "../../db/index.ts";
import type { Gateway, GatewayMessage } from "../../infra/gateway/gateway.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { checkNumber } from "./check-number.ts";
import { composeMessage } from "./compose-message.ts";
import type { NextMessage } from "./find-next-message.ts";
import type { Outcome } from "./outcome-mark.ts";
import { recordOutcome } from "./record-outcome.ts";
import { type SendingTurn, type Turn, takeTurn } from "./take-turn.ts";

export interface SendingMeans {
  gateway: Gateway;
  objects: ObjectStore;
  secrets: Secrets;
}

/** Milliseconds between the tries to mark an outcome while the database is away. */
const MARK_AGAIN = [100, 300, 600, 1_000, 2_000, 4_000];

/**
 * Sends the next message of a device's queue; the job of the one after it is there when this one
 * is marked. A message is marked as being sent, and that is committed, before the gateway is
 * called, and no transaction is open meanwhile. Who finds such a mark left behind calls the
 * message doubtful and does not send it: a row is sent once at the most, unless somebody of the
 * staff has it sent again.
 */
export async function deliverMessages(
  enter: EnterTenant,
  means: SendingMeans,
  deviceId: string,
): Promise<void> {
  const mark = (message: NextMessage, outcome: Outcome) =>
    keepTrying(() =>
      enter((scope) => recordOutcome(scope, means.secrets, deviceId, message, outcome)),
    );
  const take = (checked: string | null): Promise<Turn> =>
    enter((scope) => takeTurn(scope, deviceId, checked));
  for (let checked: string | null = null; ; ) {
    const turn = await take(checked);
    switch (turn.kind) {
      case "none":
        return;
      case "doubtful":
        return mark(turn.message, { kind: "unknown", detail: "the sending broke off" });
      case "hopeless":
        return mark(turn.message, { ...turn, kind: "given_up" });
      case "send":
        return mark(turn.message, await handOver(enter, means, turn));
    }
    const token = await openToken(means, turn);
    const found = await checkNumber(enter, means.gateway, token, turn.message);
    if (found !== "registered") return mark(found.message, found.outcome);
    checked = turn.message.id;
  }
}

const openToken = ({ secrets }: SendingMeans, { message, tokenSealed }: SendingTurn) =>
  secrets.open(message.tenantId, "whatsapp_devices.gateway_token_sealed", tokenSealed);

/** Calls the gateway, a second time where it could not fetch the photo of a car card. */
async function handOver(
  enter: EnterTenant,
  means: SendingMeans,
  turn: SendingTurn,
): Promise<Outcome> {
  const { gateway, objects } = means;
  let token: string;
  let composed: GatewayMessage | Outcome;
  try {
    token = await openToken(means, turn);
    composed = await composeMessage(enter, objects, turn.message);
  } catch {
    // Nothing has left: the store or the database is away.
    return { kind: "unreachable", detail: "it could not be put together" };
  }
  if ("kind" in composed) return composed;
  const outcome = await gateway.send(token, composed);
  const isPhotoRefused =
    composed.fileUrl && outcome.kind === "refused" && outcome.reason === "content";
  return isPhotoRefused ? gateway.send(token, { ...composed, fileUrl: undefined }) : outcome;
}

/** @throws what the work throws at last, or at once where the database is not to blame. */
async function keepTrying(work: () => Promise<void>): Promise<void> {
  for (const pause of MARK_AGAIN) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
    }
    await Bun.sleep(pause);
  }
  return work();
}
