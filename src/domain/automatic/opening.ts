import type { TenantScope } from "../../db/index.ts";
import { nextOpening } from "../calendar/calendar.ts";
import { getCalendar } from "../calendar/get-calendar.ts";

export interface Opening {
  isOpen: boolean;
  /** When it next opens; null while it is open, or when it does not within the coming year. */
  opensAt: Date | null;
}

/** Whether the dealership is open at a moment. One that told no opening hours always is. */
export async function openingAt(scope: TenantScope, at: Date): Promise<Opening> {
  const opensAt = nextOpening(await getCalendar(scope), at);
  const isOpen = opensAt?.getTime() === at.getTime();
  return { isOpen, opensAt: isOpen ? null : opensAt };
}
