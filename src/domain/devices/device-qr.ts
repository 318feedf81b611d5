import type { Gateway } from "../../infra/gateway/gateway.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { gatewayProblem } from "./gateway-problem.ts";
import { gatewayToken } from "./gateway-token.ts";
import type { DeviceQr } from "./schemas.ts";

/**
 * A picture to scan so that a device connects again. No transaction is open meanwhile.
 * @throws DomainError not found, conflict DEVICE_CANNOT_SEND, DEVICE_CONNECTED or
 * GATEWAY_TOKEN_REFUSED, busy GATEWAY_UNAVAILABLE.
 */
export async function deviceQr(
  enter: EnterTenant,
  { gateway, secrets }: { gateway: Gateway; secrets: Pick<Secrets, "open"> },
  id: string,
): Promise<DeviceQr> {
  const token = await enter((scope) => gatewayToken(scope, secrets, id));
  const png = await gateway.qr(token).catch((error) => {
    throw gatewayProblem(error);
  });
  return { png };
}
