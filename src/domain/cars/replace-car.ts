import type { TenantScope } from "../../db/index.ts";
import type { CarChange, NewCar } from "./car-input.ts";
import type { Car } from "./schemas.ts";
import { updateCar } from "./update-car.ts";

/** What a replacement leaves out is unknown from then on, except what identifies the car. */
const UNKNOWN = {
  variant: null,
  price: null,
  creditPrice: null,
  transmission: null,
  fuel: null,
  bodyType: null,
  color: null,
  mileage: null,
  engineCc: null,
  plate: null,
  annualTaxUntil: null,
  stnkUntil: null,
  bpkb: null,
  vin: null,
  ownerNumber: null,
  floodFree: null,
  crashFree: null,
  features: [],
  conditionNotes: null,
  description: null,
  location: null,
  photos: [],
} satisfies CarChange;

/**
 * Replaces a car. Display code, slug and status stay when absent, and so does the cost, which
 * not everybody who replaces a car can see.
 * @throws as updateCar.
 */
export const replaceCar = (
  scope: TenantScope,
  id: string,
  car: NewCar & { version?: number },
): Promise<Car> => updateCar(scope, id, { ...UNKNOWN, ...car }, "car.replaced");
