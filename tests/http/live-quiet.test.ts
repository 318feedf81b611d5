/** Transactions that take long and publish nothing hold nobody's events up; all others do. */
import { afterAll, expect, test } from "bun:test";
import { stayQuiet } from "../../src/domain/live/quiet-transactions.ts";
import { findLiveHead, readLiveEvents } from "../../src/domain/live/read-live-events.ts";
import { enterTenant, publish, publishLater } from "../support/live-stream.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

/** A transaction that has a number and stays open until it is told to end. */
async function stay(isQuiet: boolean) {
  const tenant = await createTestTenant(app);
  const begun = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  const done = enterTenant(app, tenant, async (scope) => {
    if (isQuiet) await stayQuiet(scope);
    await scope.db.$executeRaw`SELECT pg_current_xact_id()`;
    begun.resolve();
    await ending.promise;
  });
  await begun.promise;
  return async () => {
    ending.resolve();
    await done;
  };
}

test("of what waits, only that goes on which no publisher came before", async () => {
  const tenant = await createTestTenant(app);
  const start = await enterTenant(app, tenant, findLiveHead);
  const read = async () => {
    const { events, isHeld } = await enterTenant(app, tenant, (scope) =>
      readLiveEvents(scope, start, 10),
    );
    return [events.map(({ payload }) => payload["n"]), isHeld];
  };
  const endQuiet = await stay(true);
  await publish(app, tenant, 1);
  expect(await read()).toEqual([[1], false]);
  expect((await enterTenant(app, tenant, findLiveHead)).transaction).toBeGreaterThan(
    start.transaction,
  );
  const endOther = await stay(false);
  await publish(app, tenant, 2);
  expect(await read()).toEqual([[1], true]);
  await endOther();
  expect(await read()).toEqual([[1, 2], false]);
  const late = await publishLater(app, tenant, 3);
  await publish(app, tenant, 4);
  expect(await read()).toEqual([[1, 2], true]);
  await late.commit();
  expect(await read()).toEqual([[1, 2, 3, 4], false]);
  await endQuiet();
  expect(await read()).toEqual([[1, 2, 3, 4], false]);
});
