import type { TenantScope } from "../../db/index.ts";
import { openingAt } from "../automatic/opening.ts";
import { carPageUrl } from "../cars/car-page-url.ts";
import { carTitle } from "../cars/car-view.ts";
import { formatRupiah } from "../cars/price-format.ts";
import { PUBLISHED } from "../cars/vocabulary.ts";
import { momentWords } from "./moment-words.ts";
import type { TemplateValues } from "./render-template.ts";

export interface TemplateSubject {
  leadId: string;
  conversationId?: string | null;
  /** The car to speak of; the one that the person asks about unless told. */
  carId?: string | null;
}

interface PersonRow {
  name: string | null;
  assignee: string | null;
  carId: string | null;
}

const findPerson = ({ db, tenant }: TenantScope, { leadId, conversationId }: TemplateSubject) =>
  db.$queryRaw<PersonRow[]>`
    SELECT leads.name, staff.name AS assignee, coalesce(
      (SELECT car_id FROM conversations
       WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid AND car_id IS NOT NULL
       ORDER BY (id = ${conversationId ?? null}::uuid) DESC NULLS LAST, last_message_at DESC LIMIT 1),
      (SELECT car_id FROM enquiries
       WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid AND car_id IS NOT NULL
       ORDER BY created_at DESC LIMIT 1)) AS "carId"
    FROM leads
    LEFT JOIN staff ON staff.tenant_id = leads.tenant_id AND staff.id = leads.assignee_id
    WHERE leads.tenant_id = ${tenant.id}::uuid AND leads.id = ${leadId}::uuid`;

/** The values of the moment: of the lead, who looks after it, the car and the opening hours. */
export async function templateValues(
  scope: TenantScope,
  subject: TemplateSubject,
): Promise<TemplateValues> {
  const { db, tenant, actor, now } = scope;
  const [person] = await findPerson(scope, subject);
  const carId = subject.carId ?? person?.carId;
  const car = carId
    ? await db.car.findFirst({
        where: { tenantId: tenant.id, id: carId, status: { in: [...PUBLISHED] } },
        select: {
          ...{ brand: true, model: true, variant: true, year: true },
          slug: true,
          priceIdr: true,
        },
      })
    : null;
  const { opensAt } = await openingAt(scope, now);
  return {
    name: person?.name,
    dealership: tenant.name,
    salesperson: person?.assignee ?? (actor.kind === "staff" ? actor.name : null),
    car: car && carTitle(car),
    price: car?.priceIdr ? formatRupiah(Number(car.priceIdr)) : null,
    link: car && carPageUrl(tenant, car.slug),
    opensAt: opensAt && momentWords(opensAt, now, tenant.timeZone),
  };
}
