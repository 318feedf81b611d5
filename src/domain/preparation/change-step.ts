import type { TenantScope } from "../../db/index.ts";
import { assertActive } from "../assignment/assert-active.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { getPreparation } from "./get-preparation.ts";
import type { PreparationStep, PreparationStepChange, Step } from "./schemas.ts";
import { tellBoard } from "./tell-board.ts";

const MISSING: Partial<Record<Step, [code: string, what: string]>> = {
  photos: ["NO_PHOTO", "This car has no photo yet."],
  price: ["NO_PRICE", "This car has no price yet."],
};

const audited = ({ step, state, assignee, note, dueOn }: PreparationStep) => ({
  ...{ step, state, note, dueOn },
  assigneeId: assignee?.id ?? null,
});

/**
 * Changes what is given of a step. One that is done tells when, and who said so.
 * @throws DomainError not found; invalid (assigneeId); conflict CAR_SOLD, or NO_PHOTO and NO_PRICE
 * where a step would be done without what it is about.
 */
export async function changeStep(
  scope: TenantScope,
  carId: string,
  step: Step,
  { state, assigneeId, note, dueOn }: PreparationStepChange,
): Promise<PreparationStep> {
  const { db, tenant, actor, now } = scope;
  await getPreparation(scope, carId);
  if (assigneeId) await assertActive(scope, assigneeId, "assigneeId");
  const [car] = await db.$queryRaw<{ status: string }[]>`
    SELECT status FROM cars
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${carId}::uuid FOR NO KEY UPDATE`;
  const before = await stepOf(scope, carId, step);
  if (car?.status === "sold") throw conflict("CAR_SOLD", "This car is sold.");
  const becomesDone = state === "done" && before.state !== "done";
  const doneById = actor.kind === "staff" ? actor.id : null;
  const changed = {
    ...{ state, assigneeId, note, updatedAt: now },
    dueOn: dueOn ? new Date(dueOn) : dueOn,
    ...(becomesDone && { doneAt: now, doneById }),
    ...(state !== undefined && state !== "done" && { doneAt: null, doneById: null }),
  };
  await db.preparationStep.upsert({
    where: { tenantId_carId_step: { tenantId: tenant.id, carId, step } },
    create: { ...changed, tenantId: tenant.id, carId, step },
    update: changed,
  });
  const after = await stepOf(scope, carId, step);
  const missing = MISSING[step];
  if (state === "done" && after.state !== "done" && missing) throw conflict(...missing);
  await recordAuditEvent(scope, {
    ...{ action: "car.preparation_changed", subject: "car", id: carId },
    // What both states share is not kept, and the step has to be.
    ...{ before: { ...audited(before), step: null }, after: audited(after) },
  });
  await tellBoard(scope, carId);
  return after;
}

async function stepOf(scope: TenantScope, carId: string, step: Step): Promise<PreparationStep> {
  const found = (await getPreparation(scope, carId)).find((one) => one.step === step);
  if (!found) throw new Error("every car has every step");
  return found;
}
