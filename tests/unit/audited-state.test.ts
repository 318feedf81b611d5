import { expect, test } from "bun:test";
import { auditedStates } from "../../src/domain/audit/audited-state.ts";

test("keeps the fields that differ, and of a new or a gone thing all of them", () => {
  const before = { price: 1, brand: "Honda", soldAt: null, version: 1, photos: ["a"] };
  const after = { price: 2, brand: "Honda", soldAt: new Date(0), version: 2, photos: ["a"] };
  expect(auditedStates("car", before, after)).toEqual({
    before: { price: 1, soldAt: null },
    after: { price: 2, soldAt: "1970-01-01T00:00:00.000Z" },
  });
  const { photos, price, brand } = before;
  const kept = { photos, price, brand, soldAt: null };
  expect(auditedStates("car", undefined, before)).toEqual({ before: undefined, after: kept });
  expect(auditedStates("car", before)).toEqual({ before: kept, after: undefined });
});

test.each(["password", "passwordHash", "token", "secret", "seed", "code", "key", "gatewayToken"])(
  "masks a secret called %s, and tells whether there was one",
  (field) => {
    expect(auditedStates("device", { [field]: null }, { [field]: "sesame" })).toEqual({
      before: { [field]: null },
      after: { [field]: "[secret]" },
    });
  },
);

test("masks who a buyer is, and of staff does not", () => {
  const person = { name: "Dewi", phone: "+62812", tags: ["cash"], status: "hot" };
  expect(auditedStates("lead", undefined, person).after).toEqual({
    ...{ name: "[personal]", phone: "[personal]", tags: "[personal]", status: "hot" },
  });
  expect(auditedStates("staff", undefined, person).after).toEqual(person);
});
