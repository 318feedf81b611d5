import type { TenantScope } from "../../db/index.ts";
import { dateOf } from "./spans.ts";

/** The dealership's day, such as 2026-11-21. */
export const today = ({ tenant, now }: TenantScope): string =>
  dateOf(tenant.timeZone, now).toString();
