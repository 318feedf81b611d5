/** Rows of a dealership that grew: made by the database itself, in the order in which they came. */
import type pg from "pg";

/** Messages of each lead. */
export const MESSAGES_OF_ONE = 10;
/** Rows that one statement makes. */
const BATCH = 100_000;

export interface Grown {
  id: string;
  /** Who looks after its leads, besides nobody. */
  staff: string[];
  device: string;
  car: string;
}

/** The n-th lead's id, and so its conversation's: in order, as ids of version 7 come. */
export const leadId = (n: number): string =>
  `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;

const ID = (n: string) => `('00000000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
/** Spread over two years by a prime, so that neighbours in time are strangers on disk. */
const ACTIVITY = (n: string) =>
  `timestamptz '2026-11-01' - (((${n}) * 7919::bigint) % 63072000) * interval '1 second'`;

const LEADS = `
  INSERT INTO leads (tenant_id, id, name, phone, source, status, assignee_id, first_inbound_at,
    first_reply_at, last_activity_at, last_inbound_at, awaiting_since, reply_due_at, created_at)
  SELECT $1, ${ID("n")}, 'Pembeli ' || n, '+6281' || lpad(n::text, 9, '0'), 'whatsapp',
    (ARRAY['new', 'cold', 'warm', 'hot'])[1 + n % 4],
    CASE WHEN n % 10 > 0 THEN ($2::uuid[])[1 + n % cardinality($2::uuid[])] END,
    ${ACTIVITY("n")}, CASE WHEN n % 47 > 0 THEN ${ACTIVITY("n")} END, ${ACTIVITY("n")},
    ${ACTIVITY("n")}, CASE WHEN n % 47 = 0 THEN ${ACTIVITY("n")} END,
    CASE WHEN n % 47 = 0 THEN ${ACTIVITY("n")} + interval '15 minutes' END,
    ${ACTIVITY("n")} - interval '1 day'
  FROM generate_series($3::int, $4::int) AS n`;

const CONVERSATIONS = `
  INSERT INTO conversations (tenant_id, id, lead_id, device_id, person, last_message_at, car_id)
  SELECT $1, ${ID("n")}, ${ID("n")}, $2, '+6281' || lpad(n::text, 9, '0'), ${ACTIVITY("n")},
    CASE WHEN n % 2 = 0 THEN $3::uuid END
  FROM generate_series($4::int, $5::int) AS n`;

/** The i-th message of so many leads, who write by turns. */
const MESSAGES = `
  INSERT INTO messages (tenant_id, id, conversation_id, lead_id, direction, kind, body, identity,
    author_id, sent_at, received_at, status)
  SELECT $1, ${ID("i")}, ${ID("n")}, ${ID("n")},
    CASE WHEN turn % 2 = 0 THEN 'inbound' ELSE 'outbound' END, 'text',
    'Pesan ' || i || ': apakah unitnya masih ada, pak? Bisa dilihat hari Sabtu di showroom?',
    'growth:' || n || ':' || turn, CASE WHEN turn % 2 = 1 THEN $5::uuid END,
    ${ACTIVITY("n")} - (${MESSAGES_OF_ONE - 1} - turn) * interval '10 minutes',
    ${ACTIVITY("n")}, CASE WHEN turn % 2 = 1 THEN 'read' END
  FROM (
    SELECT i, 1 + ((i * 7919) % $2::int)::int AS n, (i / $2::int)::int AS turn
    FROM generate_series($3::bigint, $4::bigint) AS i
  ) AS written`;

/** Gives a dealership so many leads with their conversations and messages. */
export async function grow(
  owner: pg.Client,
  { id, staff, device, car }: Grown,
  leads: number,
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  let done = 0;
  const batches = async (from: number, to: number, insert: (a: number, b: number) => unknown) => {
    for (let at = from; at <= to; at += BATCH) {
      const end = Math.min(to, at + BATCH - 1);
      await insert(at, end);
      done += end - at + 1;
      onProgress(done);
    }
  };
  await batches(1, leads, (a, b) => owner.query(LEADS, [id, staff, a, b]));
  await batches(1, leads, (a, b) => owner.query(CONVERSATIONS, [id, device, car, a, b]));
  await batches(0, leads * MESSAGES_OF_ONE - 1, (a, b) =>
    owner.query(MESSAGES, [id, leads, a, b, staff[0]]),
  );
}

/** Rows that `grow` makes for so many leads. */
export const rowsOf = (leads: number): number => leads * (2 + MESSAGES_OF_ONE);

const GROWING = "'leads', 'conversations', 'messages'";

/** Does the work without the indexes of the growing tables, which are made again behind it. */
export async function withoutIndexes(owner: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = 'public' AND tablename IN (${GROWING}) AND indexname NOT LIKE '%_pkey'`,
  );
  for (const { name } of rows) await owner.query(`DROP INDEX "${name}"`);
  await work();
  for (const { definition } of rows) await owner.query(definition);
}
