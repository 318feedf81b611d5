import type { Ledger } from "../../tests/support/ledger.ts";
import { type StoredMessage, tagOf } from "./stored.ts";
import type { StormMessage } from "./write-messages.ts";

/** One thing that must hold afterwards, and what speaks against it. */
export interface Check {
  name: string;
  /** How many were looked at. */
  of: number;
  violations: string[];
}

export const check = (name: string, of: number, violations: string[]): Check => ({
  name,
  of,
  violations,
});

/** Holds what customers wrote against what is stored. */
export function checkMessages(
  written: StormMessage[],
  ledger: Ledger,
  stored: StoredMessage[],
): Check[] {
  const inbound = stored.filter(({ direction }) => direction === "inbound");
  const { lost, doubled } = ledger.compare(inbound.map(({ body }) => tagOf(body)));
  const byTag = new Map(written.map((message) => [message.tag, message]));
  const misplaced = inbound.filter((row) => {
    const wanted = byTag.get(tagOf(row.body));
    return (
      !wanted ||
      wanted.device.id !== row.deviceId ||
      wanted.device.tenant.id !== row.tenantId ||
      wanted.person !== row.person ||
      wanted.sentAt !== row.sentAt.getTime()
    );
  });
  return [
    check(
      "every body is accepted in the end",
      written.length,
      written.filter(({ tag }) => !ledger.has(tag)).map(({ tag }) => tag),
    ),
    check(
      "what was answered by 200 is stored",
      ledger.size,
      lost.filter((tag) => byTag.get(tag)?.readable),
    ),
    check("no message is stored twice", inbound.length, doubled),
    check(
      "each is its device's and person's, at the gateway's time",
      inbound.length,
      misplaced.map(({ body }) => tagOf(body)),
    ),
    check("a conversation is in the gateway's order", inbound.length, disordered(inbound, byTag)),
    ...onePerPerson(inbound),
  ];
}

function disordered(inbound: StoredMessage[], byTag: Map<string, StormMessage>): string[] {
  return inbound
    .filter((row, index) => {
      const before = inbound[index - 1];
      if (before?.conversationId !== row.conversationId) return false;
      const [first, second] = [byTag.get(tagOf(before.body)), byTag.get(tagOf(row.body))];
      return first && second && first.sentAt > second.sentAt;
    })
    .map(({ body }) => tagOf(body));
}

function onePerPerson(inbound: StoredMessage[]): Check[] {
  const several = (of: (row: StoredMessage) => string, value: (row: StoredMessage) => string) => {
    const found = new Map<string, Set<string>>();
    for (const row of inbound)
      found.set(of(row), (found.get(of(row)) ?? new Set()).add(value(row)));
    const violations = [...found].filter(([, values]) => values.size > 1).map(([key]) => key);
    return { of: found.size, violations };
  };
  const person = ({ tenantId, person }: StoredMessage) => `${tenantId} ${person}`;
  return [
    { name: "a person is one lead", ...several(person, ({ leadId }) => leadId) },
    {
      name: "a person has one conversation with a device",
      ...several(
        (row) => `${person(row)} ${row.deviceId}`,
        ({ conversationId }) => conversationId,
      ),
    },
  ];
}
