/**
 * The gateway in a process of its own, for storms: `bun gateway-process.ts [PORT]` prints its port.
 * GET /ledger tells what it took; POST /faults sets the shares of calls that go wrong.
 */
import { startTestGateway } from "./gateway.ts";

const gateway = await startTestGateway(Number(process.argv[2] ?? 0));
console.log(gateway.port);
