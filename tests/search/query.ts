import type { StockRow } from "./stock-columns.ts";

export type Car = Required<StockRow>;

/** A stock, what a buyer types, and which of its cars a person would hold for what is meant. */
export type Query = [stock: "id" | "uk", text: string, isMeant: (car: Car) => boolean];

export const jt = (millions: number) => millions * 1e6;
export const rb = (thousands: number) => thousands * 1e3;
export const is = (car: Car, ...models: string[]) => models.includes(car.model);
/** Whether a car's variant has some words. */
export const by = (car: Car, variant: string) => car.variant.includes(variant);
export const matic = (car: Car) => !["manual", "other", ""].includes(car.transmission);
