import type { NewCar } from "../domain/cars/car-input.ts";
import type { Body, Colour } from "./picture-name.ts";

/** A car of a demo dealership; what its pictures show goes into its listing. */
export interface DemoCar {
  /** Names the car in the demo's enquiries. */
  key: string;
  body: Body;
  colour: Colour;
  listedDaysAgo: number;
  soldDaysAgo?: number;
  listing: NewCar;
}
