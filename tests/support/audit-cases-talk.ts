import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Told } from "./audit-cases.ts";

export const UNTOLD_BY_TALK: Record<string, string> = {
  "POST /api/admin/canned-replies/{id}/preview": "It reads.",
};

export const TOLD_BY_TALK: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/leads/{id}/calls": (of) => ({
    ...{ action: "lead.called", subject_type: "lead", subject_id: of.leads.assigned },
    before: null,
    after: {
      ...{ direction: "outbound", outcome: "reached", minutes: null },
      noteId: expect.any(String),
    },
  }),
  "POST /api/admin/canned-replies": (of) => ({
    ...{ action: "canned_reply.created", subject_type: "canned_reply", before: null },
    after: { name: `New ${of.mark}`, body: "Halo {{name}}" },
  }),
  "PATCH /api/admin/canned-replies/{id}": (of) => ({
    ...{ action: "canned_reply.updated", subject_type: "canned_reply", subject_id: of.cannedReply },
    ...{ before: { body: `Reply ${of.mark}` }, after: { body: "Halo {{name}}" } },
  }),
  "DELETE /api/admin/canned-replies/{id}": (of) => ({
    ...{ action: "canned_reply.deleted", subject_type: "canned_reply", subject_id: of.cannedReply },
    ...{ before: expect.objectContaining({ name: `Canned ${of.mark}` }), after: null },
  }),
  "POST /api/admin/leads/{id}/merge": (of) => ({
    ...{ action: "lead.merged", subject_type: "lead", subject_id: of.leads.assigned },
    after: { mergeId: expect.any(String), mergedId: of.spareLead },
  }),
  "POST /api/admin/lead-merges/{id}/undo": (of) => ({
    ...{ action: "lead.merge_undone", subject_type: "lead", subject_id: expect.any(String) },
    after: { mergeId: of.merge, mergedId: expect.any(String) },
  }),
};
