import { workThroughBatch } from "../../src/domain/inbox/work-through-batch.ts";
import { gatewayScopes } from "../../src/jobs/run-inbox.ts";
import type { TestApp } from "./test-app.ts";

/** Works in all that the gateway has posted for a dealership, as the server does by itself. */
export async function settle(app: TestApp, tenantId: string): Promise<void> {
  const enter = await gatewayScopes(app.deps)(tenantId);
  if (!enter) throw new Error("there is no such dealership");
  for (;;) {
    const worked = await workThroughBatch(enter);
    // Another process, or another app of the test, is at it.
    if (worked === null) await Bun.sleep(5);
    else if (!worked.isMore) return;
  }
}
