import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { listDevices } from "./list-devices.ts";
import type { Device } from "./schemas.ts";

/** @throws DomainError not found. */
export async function getDevice(scope: TenantScope, id: string): Promise<Device> {
  const [device] = await listDevices(scope, id);
  if (!device) throw notFound("device");
  return device;
}
