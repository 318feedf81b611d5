/** What the operator does to a dealership, and an import, is written down there. */
import { afterAll, expect, test } from "bun:test";
import { rehearseImport } from "../../src/domain/cars/import/rehearse-import.ts";
import { addDevice } from "../../src/domain/tenants/add-device.ts";
import { addDomain } from "../../src/domain/tenants/add-domain.ts";
import { removeDomain } from "../../src/domain/tenants/remove-domain.ts";
import { setGatewayToken } from "../../src/domain/tenants/set-gateway-token.ts";
import { setOpeningHours } from "../../src/domain/tenants/set-opening-hours.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { openImportDatabase, openStockedDealership } from "../import/dealership.ts";
import { connect } from "../support/attack-database.ts";
import { eventsOf } from "../support/audit-events.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
const owner = await connect(app.ownerUrl);
const database = openImportDatabase();
afterAll(async () => {
  await database.close();
  await owner.end();
  await app.close();
});

const OPERATOR = { actor_kind: "operator", actor_id: null, ip: null, request_id: null };

test("the operator's commands each leave one event, and none when they are refused", async () => {
  const domain = `d${crypto.randomUUID().slice(0, 8)}.example.com`;
  const tenant = await createTestTenant(app, { domains: [domain], city: "Bandung" });
  const { slug } = tenant;
  await setTenantStatus(app.ownerUrl, slug, "suspended");
  await setOpeningHours(app.ownerUrl, slug, { mon: { open: "09:00", close: "17:00" } });
  await addDomain(app.ownerUrl, slug, `www.${domain}`, "localhost");
  await removeDomain(app.ownerUrl, slug, domain);
  const gateway = { token: "the gateway's own token", secrets: app.deps.keys.secrets };
  const device = await addDevice(app.ownerUrl, { slug, label: "Satu", gateway });
  await expect(addDevice(app.ownerUrl, { slug, label: "Satu" })).rejects.toThrow(/already/);
  const renewed = { ...gateway, slug, token: "the gateway's next token" };
  await setGatewayToken(app.ownerUrl, { ...renewed, label: "Satu" });
  await expect(setGatewayToken(app.ownerUrl, { ...renewed, label: "Dua" })).rejects.toThrow();
  await expect(addDomain(app.ownerUrl, slug, `www.${domain}`, "localhost")).rejects.toThrow();
  await expect(removeDomain(app.ownerUrl, slug, domain)).rejects.toThrow();

  const events = await eventsOf(owner, tenant.id);
  for (const event of events) expect(event).toMatchObject(OPERATOR);
  expect(
    events.map(({ action, subject_id, before, after }) => ({ action, subject_id, before, after })),
  ).toEqual([
    {
      ...{ action: "tenant.created", subject_id: tenant.id, before: null },
      after: expect.objectContaining({
        ...{ slug, status: "active", city: "Bandung", domains: [domain] },
        ownerId: tenant.owner.id,
      }),
    },
    {
      ...{ action: "tenant.status_changed", subject_id: tenant.id },
      ...{ before: { status: "active" }, after: { status: "suspended" } },
    },
    {
      ...{ action: "tenant.hours_changed", subject_id: tenant.id },
      before: { openingHours: null },
      after: { openingHours: { mon: { open: "09:00", close: "17:00" } } },
    },
    {
      ...{ action: "domain.added", subject_id: null, before: null },
      after: { host: `www.${domain}`, isPrimary: false },
    },
    { action: "domain.removed", subject_id: null, before: { host: domain }, after: null },
    {
      ...{ action: "device.added", subject_id: device.id, before: null },
      after: { label: "Satu", secret: null, gatewayToken: "[secret]" },
    },
    {
      ...{ action: "device.gateway_token_set", subject_id: device.id, before: null },
      after: { gatewayToken: "[secret]" },
    },
  ]);
});

test("a gateway's token is kept sealed, for its dealership and column alone", async () => {
  const tenant = await createTestTenant(app);
  const { secrets } = app.deps.keys;
  const token = "the gateway's own token";
  const gateway = { token, secrets };
  const { id } = await addDevice(app.ownerUrl, { slug: tenant.slug, label: "Satu", gateway });
  const next = "the gateway's next token";
  await setGatewayToken(app.ownerUrl, { slug: tenant.slug, label: "Satu", token: next, secrets });
  const { rows } = await owner.query<{ sealed: string }>(
    "SELECT gateway_token_sealed AS sealed FROM whatsapp_devices WHERE id = $1",
    [id],
  );
  const sealed = rows[0]?.sealed ?? "";
  expect(sealed).not.toContain(next);
  expect(await secrets.open(tenant.id, "whatsapp_devices.gateway_token_sealed", sealed)).toBe(next);
  const elsewhere = secrets.open(
    crypto.randomUUID(),
    "whatsapp_devices.gateway_token_sealed",
    sealed,
  );
  await expect(elsewhere).rejects.toThrow();
});

test("an import leaves one event with its counts, and a rehearsal none", async () => {
  const dealership = await openStockedDealership(app, database, owner);
  const file =
    "merek,model,tahun,harga\nToyota,Avanza,2019,185jt\nHonda,Jazz,2018,\nHonda,Brio,x,90jt\n";
  const imports = async () =>
    (await eventsOf(owner, dealership.tenant.id)).filter(
      ({ action }) => action === "stock.imported",
    );
  await dealership.import(file, {}, { verb: rehearseImport });
  expect(await imports()).toEqual([]);
  await dealership.import(file);
  const counts = { created: 2, drafts: 1, updated: 0, unchanged: 0, rejected: 1 };
  expect(await imports()).toMatchObject([{ ...OPERATOR, before: null, after: counts }]);
  await dealership.import(file);
  expect((await imports())[1]?.after).toMatchObject({ created: 0, unchanged: 2 });
});
