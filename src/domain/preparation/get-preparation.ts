import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { readSteps } from "./read-steps.ts";
import type { PreparationStep } from "./schemas.ts";

/** The four steps of a car of any status, in their order. @throws DomainError not found. */
export async function getPreparation(
  scope: TenantScope,
  carId: string,
): Promise<PreparationStep[]> {
  const steps = (await readSteps(scope, [carId])).get(carId);
  if (!steps) throw notFound("car");
  return steps;
}
