/** What a lead's timeline tells besides messages, notes and enquiries. */
export const LEAD_EVENT_KINDS = [
  "created",
  "reopened",
  "status_changed",
  "assigned",
  "car_set",
  "call",
  "task_added",
  "task_done",
  "task_changed",
  "merged",
  "merge_undone",
  "opted_out",
  "opted_in",
  "reminded",
  "escalated",
  "subscription_requested",
  "subscribed",
  "unsubscribed",
  "subscription_ended",
] as const;
export type LeadEventKind = (typeof LEAD_EVENT_KINDS)[number];
