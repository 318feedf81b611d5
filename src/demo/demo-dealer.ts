import type { z } from "zod";
import type { Role } from "../domain/staff/permissions.ts";
import type { OpeningHours } from "../domain/tenants/schemas.ts";
import type { DemoCar } from "./demo-car.ts";
import type { DemoLead, StaffKey } from "./demo-lead.ts";

/** A dealership of the demo. */
export interface DemoDealer {
  slug: string;
  name: string;
  domain: string;
  timeZone: string;
  phone: string;
  whatsappNumber: string;
  email: string;
  address: string;
  city: string;
  openingHours: z.infer<typeof OpeningHours>;
  staff: Record<StaffKey, { role: Role; name: string; email: string; phone: string }>;
  /** Of the webhook of its one WhatsApp number. */
  whatsappToken: string;
  cars: readonly DemoCar[];
  leads: readonly DemoLead[];
}
