import type { Ledger } from "../../tests/support/ledger.ts";
import type { Check } from "./check-messages.ts";
import { type StoredMessage, tagOf } from "./stored.ts";
import type { StormyGateway } from "./stormy-gateway.ts";

const SENT = ["sent", "delivered", "read"];
/** States in which the gateway has certainly not taken it. */
const UNSENT = ["failed", "cancelled", "held", "scheduled"];

/**
 * Holds what staff sent against the gateway's own ledger.
 * @param crashes how many doubts the deaths of processes and of the database explain
 */
export function checkReplies(
  { replies, states }: { replies: Ledger; states: Ledger },
  stored: StoredMessage[],
  gateway: StormyGateway,
  crashes: number,
): Check[] {
  const outbound = stored.filter(({ direction }) => direction === "outbound");
  const { lost, doubled } = replies.compare(
    outbound.map(({ body }) => tagOf(body)).filter((tag) => tag.startsWith("r-")),
  );
  const key = (target: string, text: string) => `${target.replace(/^\+/, "")} ${text}`;
  const rows = new Map<string, StoredMessage[]>();
  for (const row of outbound) {
    const of = key(row.person, row.body);
    rows.set(of, [...(rows.get(of) ?? []), row]);
  }
  const taken = new Map<string, number>();
  for (const { target, message } of gateway.accepted) {
    const of = key(target, message);
    taken.set(of, (taken.get(of) ?? 0) + 1);
  }
  const doubts = outbound.filter(({ status }) => status === "doubtful");
  const unexplained = doubts.filter(({ body }) => !gateway.doubted.has(body));
  const wrongly = [...rows].filter(([of, same]) => {
    const count = taken.get(of) ?? 0;
    const sent = same.filter(({ status }) => SENT.includes(`${status}`)).length;
    const unsent = same.filter(({ status }) => UNSENT.includes(`${status}`)).length;
    return count < sent || count > same.length - unsent;
  });
  const late = outbound.filter(
    ({ gatewayId, status }) =>
      gatewayId &&
      states.has(`${gatewayId}:read`) &&
      SENT.includes(`${status}`) &&
      status !== "read",
  );
  return [
    { name: "a reply answered by 201 is stored", of: replies.size, violations: lost },
    { name: "no reply is stored twice", of: outbound.length, violations: doubled },
    {
      name: "the gateway took nothing twice, nor what nobody wrote",
      of: gateway.accepted.length,
      violations: [...taken]
        .filter(([of, count]) => count > (rows.get(of)?.length ?? 0))
        .map(([of, count]) => `${count} times: ${of}`),
    },
    {
      name: "what counts as sent was taken, what counts as failed was not",
      of: outbound.length,
      violations: wrongly.map(([of, same]) => `${same.map(({ status }) => status)}: ${of}`),
    },
    {
      name: `no more doubts than faults explain (${crashes} beyond the gateway's own)`,
      of: doubts.length,
      violations: unexplained.slice(crashes).map(({ body }) => body),
    },
    {
      name: "the delivery states have arrived",
      of: states.size,
      violations: late.map(({ gatewayId, status }) => `${gatewayId}: ${status}`),
    },
  ];
}
