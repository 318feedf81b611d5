import type { EnquiryKind, LeadSource, LeadStatus } from "../domain/leads/vocabulary.ts";

/** Who of a demo dealership's staff. */
export const STAFF_KEYS = ["owner", "admin", "sales", "sales2"] as const;
export type StaffKey = (typeof STAFF_KEYS)[number];

/** A file or a place instead of mere text. */
export type Attachment = { file: string } | { latitude: number; longitude: number };

/** Minutes after the line before, who wrote it, and what. */
export type ChatLine = readonly [
  minutes: number,
  by: "buyer" | StaffKey,
  body: string,
  attachment?: Attachment,
];

export interface DemoEnquiry {
  hoursAgo: number;
  kind: EnquiryKind;
  /** The key of a car. */
  car?: string;
  message?: string;
  downPaymentIdr?: number;
  tenorMonths?: number;
  offerIdr?: number;
  tradeIn?: string;
  /** Days from the load to the test drive that is wished for. */
  preferredInDays?: number;
}

export interface DemoNote {
  hoursAgo: number;
  author: StaffKey;
  body: string;
}

/** A person who may buy; every time is counted back from the load. */
export interface DemoLead {
  name?: string;
  phone?: string;
  /** WhatsApp's opaque id, for one whose number is not known. */
  whatsappLid?: string;
  email?: string;
  source: LeadSource;
  status: LeadStatus;
  lostReason?: string;
  assignee?: StaffKey;
  tags?: string[];
  /** When the person first came, and when the chat's first line is counted from. */
  hoursAgo: number;
  reopenedHoursAgo?: number;
  enquiries?: DemoEnquiry[];
  notes?: DemoNote[];
  chat?: ChatLine[];
}
