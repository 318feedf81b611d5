import type { LeadStatus } from "./vocabulary.ts";

/** From each status, where staff may take a lead. Only a new contact makes a lead new again. */
const MOVES: Record<LeadStatus, readonly LeadStatus[]> = {
  new: ["hot", "warm", "cold"],
  hot: ["warm", "cold", "closed", "lost"],
  warm: ["hot", "cold", "closed", "lost"],
  cold: ["hot", "warm", "closed", "lost"],
  closed: ["hot", "warm", "cold"],
  lost: ["hot", "warm", "cold"],
};

export const movesFrom = (status: LeadStatus): readonly LeadStatus[] => MOVES[status];

/** Nothing more is expected of such a lead; a new contact re-opens it. */
export const isOver = (status: LeadStatus): boolean => status === "closed" || status === "lost";
