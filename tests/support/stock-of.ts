import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import { logIn, type TestTenant } from "./test-tenant.ts";

export interface StockedCar {
  id: string;
  slug: string;
  displayCode: string;
  version: number;
}

/** Puts cars into a dealership's stock and changes them, as its owner does. */
export async function stockOf(app: TestApp, tenant: TestTenant) {
  const { token } = await logIn(app, tenant, tenant.owner);
  const send = async (method: string, path: string, body: object): Promise<Response> => {
    const response = await app.send(tenant.host, `/api/admin/cars${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response;
  };
  const carOf = async (sent: Promise<Response>): Promise<StockedCar> =>
    (await json(await sent)).data;
  return {
    add: (car: object) => carOf(send("POST", "", { status: "available", ...car })),
    change: (car: StockedCar, change: object) =>
      carOf(send("PATCH", `/${car.id}`, { version: car.version, ...change })),
    reopen: (car: StockedCar) => send("POST", `/${car.id}/reopen`, { reason: "Batal" }),
  };
}
