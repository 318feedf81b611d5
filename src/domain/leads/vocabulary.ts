/** The closed lists of a lead; the database checks the same words. */
export const LEAD_STATUSES = ["new", "hot", "warm", "cold", "closed", "lost"] as const;
export const LEAD_SOURCES = [
  "website",
  "whatsapp",
  "walk_in",
  "phone",
  "referral",
  "other",
] as const;
export const ENQUIRY_KINDS = [
  "question",
  "test_drive",
  "credit",
  "cash_offer",
  "trade_in",
] as const;

export type LeadStatus = (typeof LEAD_STATUSES)[number];
export type LeadSource = (typeof LEAD_SOURCES)[number];
export type EnquiryKind = (typeof ENQUIRY_KINDS)[number];
