/** Two transactions that wait for one another: PostgreSQL ends one, which is done again. */
import { afterAll, expect, test } from "bun:test";
import { findTenant, NO_ORIGIN, type TenantScope, withTenant } from "../../src/db/index.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

test("a deadlock is nobody's fault: both are done, each once", async () => {
  const { slug } = await createTestTenant(app);
  const tenant = await findTenant(app.deps.database, { slug });
  if (!tenant) throw new Error("it is there");
  const context = { tenant, actor: { kind: "job" }, origin: NO_ORIGIN, now: new Date() } as const;
  const lead = async (scope: TenantScope) =>
    (await scope.db.lead.create({ data: { tenantId: tenant.id, source: "phone", phone: phone() } }))
      .id;
  let people = 0;
  const phone = () => {
    people += 1;
    return `+62811000${1000 + people}`;
  };
  const enter = <Result>(work: (scope: TenantScope) => Promise<Result>) =>
    withTenant(app.deps.database, { ...context, log: app.deps.log }, work);
  const [one, other] = [await enter(lead), await enter(lead)];
  const met = Promise.withResolvers<void>();
  let held = 0;
  let begun = 0;
  const tag = (first: string, second: string) =>
    enter(async ({ db }) => {
      begun += 1;
      const name = async (id: string) => {
        await db.$executeRaw`
          UPDATE leads SET tags = array_append(tags, 'told')
          WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid`;
      };
      await name(first);
      held += 1;
      if (held === 2) met.resolve();
      await met.promise;
      await name(second);
    });
  await Promise.all([tag(one, other), tag(other, one)]);
  expect(begun).toBe(3);
  const rows = await enter(({ db }) =>
    db.lead.findMany({ where: { tenantId: tenant.id }, select: { tags: true } }),
  );
  expect(rows).toEqual([{ tags: ["told", "told"] }, { tags: ["told", "told"] }]);
});
