import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Told } from "./audit-cases.ts";

export const UNTOLD_BY_TALK: Record<string, string> = {};

export const TOLD_BY_TALK: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/leads/{id}/calls": (of) => ({
    ...{ action: "lead.called", subject_type: "lead", subject_id: of.leads.assigned },
    before: null,
    after: {
      ...{ direction: "outbound", outcome: "reached", minutes: null },
      noteId: expect.any(String),
    },
  }),
};
