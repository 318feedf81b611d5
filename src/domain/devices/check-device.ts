import type { EnterTenant } from "../staff/enter-tenant.ts";
import { askDevice, type DeviceMeans } from "./ask-device.ts";
import { gatewayProblem } from "./gateway-problem.ts";
import { getDevice } from "./get-device.ts";
import type { Device } from "./schemas.ts";

/**
 * Asks the gateway about a device on somebody's behalf, and gives what is known then.
 * @throws DomainError as gatewayToken and gatewayProblem tell.
 */
export async function checkDevice(
  enter: EnterTenant,
  means: DeviceMeans,
  id: string,
): Promise<Device> {
  await askDevice(enter, means, id).catch((error) => {
    throw gatewayProblem(error);
  });
  return enter((scope) => getDevice(scope, id));
}
