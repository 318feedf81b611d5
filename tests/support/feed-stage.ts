import { parse } from "csv-parse/sync";
import type { TestApp } from "./test-app.ts";
import { logIn, type TestTenant } from "./test-tenant.ts";

/** A car that every feed takes. */
export const CAR = {
  ...{ brand: "Toyota", model: "Avanza", variant: "1.3 G", year: 2019, price: 155_000_000 },
  ...{ transmission: "manual", fuel: "petrol", bodyType: "mpv", color: "Putih", mileage: 60_000 },
  ...{ status: "available", photos: [{ url: "https://cdn.test/a.jpg", caption: "Tampak depan" }] },
};

export interface AddedCar {
  id: string;
  slug: string;
  displayCode: string;
}

/** Enters cars as the owner does; what they leave out is as CAR has it. */
export async function addCars(
  app: TestApp,
  tenant: TestTenant,
  cars: object[],
): Promise<AddedCar[]> {
  const { token } = await logIn(app, tenant, tenant.owner);
  const added: AddedCar[] = [];
  for (const car of cars) {
    const response = await app.send(tenant.host, "/api/admin/cars", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ ...CAR, ...car }),
    });
    const body = (await response.json()) as { data: AddedCar };
    if (response.status !== 201) throw new Error(JSON.stringify(body));
    added.push(body.data);
  }
  return added;
}

/** The rows of a table by their column's names. @throws when one has more or fewer fields. */
export const readCsv = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, record_delimiter: "\r\n" });
