import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "../../deps.ts";
import { decodeLiveCursor, encodeLiveCursor, LIVE_CURSOR } from "../../domain/live/live-cursor.ts";
import type { LiveReader } from "../../domain/live/live-reader.ts";
import { LIVE_KINDS } from "../../domain/live/publish-live-event.ts";
import type { LiveRow } from "../../domain/live/read-live-events.ts";
import type { AppEnv } from "../env.ts";
import { EVENT_STREAM_HEADERS, eventStream, writeBeat, writeEvent } from "../event-stream.ts";
import { findCallerAgain } from "../find-caller-again.ts";
import { createRouter, staffOnly, staffProblems } from "../openapi.ts";

const PERMISSION = "leads:read";
/** Milliseconds after which a page that lost its connection comes back. */
const RETRY = 2_000;
/** Seconds; far above a beat, and then Bun gives a dead connection up. */
const IDLE_LIMIT = 120;

const place = () =>
  z.string().max(60).regex(LIVE_CURSOR, "is not the id of an event of this stream").optional();

const follow = createRoute({
  method: "get",
  path: "/events",
  tags: ["Inbox"],
  summary: "What happens in the inbox, as it happens",
  description: [
    "Server-sent events, for an inbox that is open. An event's data is JSON: kind, leadId, at, and ids and states that depend on the kind; what they stand for is read by the other operations.",
    `Kinds are ${LIVE_KINDS.join(", ")}. Besides, \`hello\` begins a stream without an id to resume from, and \`reset\` one whose id is of more than 24 hours ago or unknown: load the inbox again.`,
    "Nothing is lost or told twice between two connections when the later one names the last id of the earlier: as Last-Event-ID, or in the query. The order is that of the changes.",
    "Sales are told of their own leads, of those of nobody, and when a lead leaves them. The token goes into Authorization and never into the address, so read the stream with fetch rather than with EventSource. The stream ends with the token, the login or the server: come back with the last id. At most ten at once for one person.",
  ].join("\n\n"),
  ...staffOnly(PERMISSION),
  request: {
    query: z.strictObject({
      lastEventId: place().openapi({
        description: "As Last-Event-ID, for clients that cannot set headers. That header wins.",
      }),
    }),
    headers: z.object({
      "last-event-id": place().openapi({
        description: "The last id that was received.",
      }),
    }),
  },
  responses: {
    200: {
      description: "The stream.",
      content: {
        "text/event-stream": {
          schema: z.string().openapi({
            example:
              'id: 7291-01992f0a-7c1e-7cc3-98c4-dc0c0c07398f\nevent: message.received\ndata: {"kind":"message.received","leadId":"…","at":"…"}\n\n',
          }),
        },
      },
    },
    ...staffProblems,
  },
});

const eventOf = (row: LiveRow): string =>
  writeEvent({
    id: encodeLiveCursor(row),
    event: row.kind,
    data: { ...row.payload, kind: row.kind, leadId: row.leadId, at: row.at.toISOString() },
  });

/** The texts of a stream, one at a time: events, or a sign of life where there are none. */
function textsOf(deps: Deps, c: Context<AppEnv>, reader: LiveReader) {
  const { beat, recheck } = deps.liveTimes;
  let actor = c.get("actor");
  let checkedAt = performance.now();
  let hasBegun = false;

  /** Says at once where it begins, and what is there already. */
  async function begin(): Promise<string | null> {
    hasBegun = true;
    const id = encodeLiveCursor(reader.position);
    const { start } = reader;
    const first = start === "resumed" ? writeBeat(id) : writeEvent({ id, event: start, data: {} });
    const events = await reader.read(actor, 0);
    return events && [`retry: ${RETRY}\n${first}`, ...events.map(eventOf)].join("");
  }

  return async function next(): Promise<string | null> {
    if (!hasBegun) return begin();
    const beatAt = performance.now() + beat;
    for (;;) {
      if (performance.now() >= checkedAt + recheck) {
        const again = await findCallerAgain(deps, c, PERMISSION);
        if (!again) return null;
        actor = again;
        checkedAt = performance.now();
      }
      const until = Math.min(beatAt, checkedAt + recheck);
      const events = await reader.read(actor, until - performance.now());
      if (!events) return null;
      if (events.length > 0) return events.map(eventOf).join("");
      if (performance.now() >= beatAt) return writeBeat(encodeLiveCursor(reader.position));
    }
  };
}

export function liveEvents(deps: Deps) {
  return createRouter().openapi(follow, async (c) => {
    const last = c.req.valid("header")["last-event-id"] ?? c.req.valid("query").lastEventId;
    const after = last ? decodeLiveCursor(last) : null;
    const reader = await deps.live.follow(c.get("tenant"), c.get("actor").id, after);
    c.env?.server?.timeout?.(c.req.raw, IDLE_LIMIT);
    const stream = eventStream({
      next: textsOf(deps, c, reader),
      leave: reader.leave,
      stall: deps.liveTimes.stall,
    });
    return c.body(stream, 200, EVENT_STREAM_HEADERS);
  });
}
