import { GatewayFault } from "../../infra/gateway/gateway.ts";
import { conflict, DomainError } from "../errors.ts";

/** Seconds until it is worth asking the gateway again. */
const RETRY_AFTER = 10;

/** What staff are told of a fault of the gateway; any other error stays what it is. */
export function gatewayProblem(error: unknown): unknown {
  if (!(error instanceof GatewayFault)) return error;
  switch (error.reason) {
    case "unreachable":
    case "unknown":
      return new DomainError("busy", "GATEWAY_UNAVAILABLE", "The gateway does not answer.", {
        retryAfter: RETRY_AFTER,
      });
    case "connected":
      return conflict("DEVICE_CONNECTED", "This number is connected: there is nothing to scan.");
    case "token":
      return conflict("GATEWAY_TOKEN_REFUSED", "The gateway does not know this number's token.");
    default:
      return conflict("GATEWAY_REFUSED", "The gateway refused.");
  }
}
