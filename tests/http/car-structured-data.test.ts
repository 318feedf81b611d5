/** What search engines and chats read of a car's page. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { CarCard } from "../../src/domain/cars/schemas.ts";
import { carJsonLd } from "../../src/domain/cars/structured-data/car-json-ld.ts";
import { carOpenGraph } from "../../src/domain/cars/structured-data/car-open-graph.ts";
import { json } from "../support/json.ts";
import { type StockedCar, stockOf } from "../support/stock-of.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());
const domain = `d${crypto.randomUUID().slice(0, 8)}.test`;
let tenant: TestTenant;
let stock: Awaited<ReturnType<typeof stockOf>>;

const HOSTILE = '</script><script>alert("x")</script><!-- & \u2028';
const AVANZA = {
  ...{ brand: "Toyota", model: "Avanza", variant: "1.3 G", year: 2019, price: 155_000_000 },
  ...{ transmission: "automatic", fuel: "petrol", bodyType: "mpv", color: "Putih" },
  ...{ mileage: 60_000, engineCc: 1_329, ownerNumber: 2, location: "Bekasi" },
  ...{ vin: "1M8GDM9AXKP042788", plate: "B 1234 XYZ", cost: 111_000_000 },
  description: `Terawat. ${HOSTILE}`,
  photos: [
    { url: "https://photos.test/side.jpg" },
    { url: "/demo/front.svg", primary: true },
    { url: "https://photos.test/back.jpg" },
  ],
};

/** Properties of schema.org's types, each with the type of its value: a text, a number or another. */
const SHAPES: Record<string, Record<string, string>> = {
  Car: {
    ...{ "@context": "text", name: "text", url: "url", sku: "text", description: "text" },
    ...{ image: "urls", brand: "Brand", model: "text", vehicleConfiguration: "text" },
    ...{
      vehicleModelDate: "year",
      itemCondition: "word",
      mileageFromOdometer: "QuantitativeValue",
    },
    ...{ vehicleTransmission: "text", fuelType: "text", bodyType: "text", color: "text" },
    ...{ vehicleEngine: "EngineSpecification", numberOfPreviousOwners: "number", offers: "Offer" },
  },
  Brand: { name: "text" },
  QuantitativeValue: { value: "number", unitCode: "unit" },
  EngineSpecification: { engineDisplacement: "QuantitativeValue" },
  Offer: {
    ...{ url: "url", availability: "word", itemCondition: "word", price: "number" },
    ...{ priceCurrency: "currency", seller: "AutoDealer" },
  },
  AutoDealer: { name: "text", url: "url", telephone: "text", address: "PostalAddress" },
  PostalAddress: { streetAddress: "text", addressLocality: "text", addressCountry: "country" },
};

const isText = (value: unknown) => typeof value === "string" && value.length > 0;
const matches = (pattern: RegExp) => (value: unknown) =>
  typeof value === "string" && pattern.test(value);
const isUrl = matches(/^https?:\/\/[^/\s]+\/\S*$/);
const VALUES: Record<string, (value: unknown) => boolean> = {
  ...{ text: isText, url: isUrl, number: Number.isFinite },
  urls: (value) => Array.isArray(value) && value.length > 0 && value.every(isUrl),
  ...{ year: matches(/^(19|20|21)\d\d$/), word: matches(/^https:\/\/schema\.org\/[A-Z]\w+$/) },
  ...{ unit: matches(/^(KMT|CMQ)$/), currency: matches(/^IDR$/), country: matches(/^ID$/) },
};

/** Where a thing is not of its type's shape. */
function faultsOf(thing: Record<string, unknown>, type: string, at = type): string[] {
  const shape = SHAPES[type] ?? {};
  const { "@type": own, ...properties } = thing;
  const inside = Object.entries(properties).flatMap(([name, value]) => {
    const kind = shape[name] ?? "unknown";
    if (kind in SHAPES) return faultsOf(value as typeof thing, kind, `${at}.${name}`);
    return VALUES[kind]?.(value) ? [] : [`${at}.${name}`];
  });
  return own === type ? inside : [at, ...inside];
}

beforeAll(async () => {
  tenant = await createTestTenant(app, {
    ...{ domains: [domain], phone: "+62215551234", address: "Jalan Raya 1", city: "Bekasi" },
  });
  stock = await stockOf(app, tenant);
});

const dataOf = async ({ slug }: { slug: string }, at = tenant) => {
  const path = `/api/cars/${slug}?fields=slug&include=jsonld,openGraph`;
  const { data } = await json(await app.send(at.host, path));
  const tags = data.openGraph as { property: string; content: string }[];
  const contentsOf = (property: string) =>
    tags.filter((tag) => tag.property === property).map(({ content }) => content);
  return { text: data.jsonld as string, thing: JSON.parse(data.jsonld), tags, contentsOf };
};

describe("a car's page", () => {
  let avanza: StockedCar;
  beforeAll(async () => {
    avanza = await stock.add(AVANZA);
  });

  test("is schema.org's Car, with all that is known of it", async () => {
    const { thing } = await dataOf(avanza);
    const page = `https://${domain}/cars/toyota-avanza-1-3-g-2019`;
    const USED = "https://schema.org/UsedCondition";
    expect(thing).toEqual({
      ...{ "@context": "https://schema.org", "@type": "Car" },
      ...{ name: "2019 Toyota Avanza 1.3 G", url: page, sku: avanza.displayCode },
      description: 'Terawat. </script><script>alert("x")</script><!-- &',
      image: [
        `https://${domain}/demo/front.svg`,
        ...["https://photos.test/side.jpg", "https://photos.test/back.jpg"],
      ],
      ...{ brand: { "@type": "Brand", name: "Toyota" }, model: "Avanza" },
      ...{ vehicleConfiguration: "1.3 G", vehicleModelDate: "2019", itemCondition: USED },
      mileageFromOdometer: { "@type": "QuantitativeValue", value: 60_000, unitCode: "KMT" },
      ...{ vehicleTransmission: "Automatic", fuelType: "Gasoline", bodyType: "MPV" },
      color: "Putih",
      vehicleEngine: {
        "@type": "EngineSpecification",
        engineDisplacement: { "@type": "QuantitativeValue", value: 1_329, unitCode: "CMQ" },
      },
      numberOfPreviousOwners: 2,
      offers: {
        ...{ "@type": "Offer", url: page, availability: "https://schema.org/InStock" },
        ...{ itemCondition: USED, price: 155_000_000, priceCurrency: "IDR" },
        seller: {
          ...{ "@type": "AutoDealer", name: `Dealer ${tenant.slug}`, url: `https://${domain}/` },
          telephone: "+62215551234",
          address: {
            ...{ "@type": "PostalAddress", streetAddress: "Jalan Raya 1" },
            ...{ addressLocality: "Bekasi", addressCountry: "ID" },
          },
        },
      },
    });
    expect(faultsOf(thing, "Car")).toEqual([]);
  });

  test("can stand in a script element, and tells no VIN, plate or cost", async () => {
    const { text, tags } = await dataOf(avanza);
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(text + JSON.stringify(tags)).not.toMatch(/1M8GDM9AXKP042788|1234 ?XYZ|111.?000.?000/);
  });

  test("has Open Graph's tags", async () => {
    const { tags, contentsOf } = await dataOf(avanza);
    expect(contentsOf("og:image")).toEqual([
      `https://${domain}/demo/front.svg`,
      ...["https://photos.test/side.jpg", "https://photos.test/back.jpg"],
    ]);
    const others = tags.filter(({ property }) => property !== "og:image");
    expect(Object.fromEntries(others.map(({ property, content }) => [property, content]))).toEqual({
      ...{ "og:type": "product", "og:title": "2019 Toyota Avanza 1.3 G", "og:locale": "id_ID" },
      "og:description": 'Terawat. </script><script>alert("x")</script><!-- &',
      "og:url": `https://${domain}/cars/toyota-avanza-1-3-g-2019`,
      "og:site_name": `Dealer ${tenant.slug}`,
      ...{ "product:brand": "Toyota", "product:condition": "used" },
      ...{ "product:availability": "in stock", "product:retailer_item_id": avanza.displayCode },
      ...{ "product:price:amount": "155000000", "product:price:currency": "IDR" },
    });
  });

  test("says that it is booked, and then sold without its price", async () => {
    const car = await stock.add({ ...AVANZA, vin: null, description: "Hanya 155 juta" });
    const booked = await stock.change(car, { status: "booking" });
    const before = await dataOf(booked);
    expect(before.thing.offers.availability).toBe("https://schema.org/LimitedAvailability");
    expect(before.contentsOf("product:availability")).toEqual(["pending"]);
    const after = await dataOf(await stock.change(booked, { status: "sold" }));
    expect(after.thing.offers).toMatchObject({ availability: "https://schema.org/SoldOut" });
    expect(after.contentsOf("product:availability")).toEqual(["out of stock"]);
    expect(after.contentsOf("og:description")).toEqual([
      "Terjual · Putih · 60.000 km · Otomatis · Bensin · Bekasi",
    ]);
    expect(faultsOf(after.thing, "Car")).toEqual([]);
    expect(after.text + JSON.stringify(after.tags)).not.toMatch(/155[. ]?(000|juta)|IDR|price/);
  });

  test("of a car of which little is known leaves the rest out", async () => {
    const { thing, contentsOf } = await dataOf(
      await stock.add({ brand: "Kia", model: "Rio", year: 2015, price: 90_000_000 }),
    );
    expect(faultsOf(thing, "Car")).toEqual([]);
    expect(Object.keys(thing)).toEqual([
      ...["@context", "@type", "name", "url", "sku", "brand", "model", "vehicleModelDate"],
      ...["itemCondition", "offers"],
    ]);
    expect(contentsOf("og:description")).toEqual(["2015 Kia Rio"]);
  });

  test("of a dealership without a domain has no addresses but its pictures'", async () => {
    const nowhere = await createTestTenant(app);
    const { thing, contentsOf } = await dataOf(
      await (await stockOf(app, nowhere)).add(AVANZA),
      nowhere,
    );
    expect([thing.url, thing.offers.url, thing.offers.seller.url]).toEqual(
      Array(3).fill(undefined),
    );
    expect(contentsOf("og:url")).toEqual([]);
    expect(thing.image).toEqual(["https://photos.test/side.jpg", "https://photos.test/back.jpg"]);
    expect(faultsOf(thing, "Car")).toEqual([]);
  });
});

test("a card has the same Car as far as a card knows it", async () => {
  const path = "/api/cars?q=avanza&include=jsonld,photos&fields=slug&sort=price_asc&limit=1";
  const [{ jsonld, photos, slug }] = (await json(await app.send(tenant.host, path))).data;
  const { description, numberOfPreviousOwners, ...known } = (await dataOf({ slug })).thing;
  expect(photos).toHaveLength(3);
  expect(JSON.parse(jsonld)).toEqual(known);
});

test("any text keeps its place, and is cut between characters", () => {
  const seller = { hosts: ["d.test"], name: "D", phone: null, address: null, city: null };
  const any = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.constantFrom("🚗".repeat(6_000), "</script>".repeat(700), "]]>&lt;\u2029"),
  );
  const card: CarCard = {
    ...{ slug: "a-2020", displayCode: "A", title: "A", brand: "A", model: "A", variant: null },
    ...{ year: 2020, status: "available", price: 1, priceFormatted: "Rp 1", creditPrice: null },
    ...{ creditPriceFormatted: null, transmission: "other", fuel: "other", bodyType: "other" },
    ...{ color: null, mileage: 0, engineCc: null, plateArea: null, plateParity: null },
    ...{ location: null, listedAt: "2026-01-01T00:00:00.000Z", photo: null },
  };
  fc.assert(
    fc.property(any, any, (title, description) => {
      const car = { ...card, title: title.toWellFormed(), description: description.toWellFormed() };
      const text = carJsonLd(seller, car);
      expect(text).not.toMatch(/[<>&\u2028\u2029]/);
      const thing = JSON.parse(text);
      expect(thing.name).toBe(car.title);
      expect(Array.from(thing.description ?? "").length).toBeLessThanOrEqual(5_000);
      const tags = carOpenGraph(seller, car);
      for (const { content } of tags) expect(content.isWellFormed()).toBe(true);
      const shown = tags.find(({ property }) => property === "og:description")?.content ?? "";
      expect(Array.from(shown).length).toBeLessThanOrEqual(200);
      expect([thing.vehicleTransmission, thing.mileageFromOdometer.value]).toEqual([undefined, 0]);
    }),
  );
});
