/** Which car customers mean, over messages as they write them. */
import { describe, expect, test } from "bun:test";
import { matchCar, stockNamesOf } from "../../src/domain/cars/matching/match-car.ts";
import { BLIND } from "../car-mentions/blind.ts";
import { HELD_OUT, type Mention, SEEN } from "../car-mentions/mentions.ts";
import { STOCKS } from "../car-mentions/stocks.ts";

const stocks = { family: stockNamesOf(STOCKS.family), premium: stockNamesOf(STOCKS.premium) };
const HOSTS = ["maju.example"];
const ask = (stock: keyof typeof STOCKS, text: string, recentCard: string | null = null) =>
  matchCar(stocks[stock], { text, hosts: HOSTS, recentCard });

/** Shares of right answers among those given, and among those there were to give. */
function measure(mentions: Mention[]) {
  const answers = mentions.map(([stock, text, car]) => ({ car, got: ask(stock, text)?.carId }));
  const right = answers.filter(({ car, got }) => got !== undefined && got === car).length;
  return {
    messages: mentions.length,
    precision: right / answers.filter(({ got }) => got !== undefined).length,
    recall: right / answers.filter(({ car }) => car !== null).length,
  };
}

describe("over realistic messages", () => {
  test.each([
    ["that the rules were made with", SEEN],
    ["that were held out", HELD_OUT],
    ["that were written without sight of the rules", BLIND],
    ["all together", [...SEEN, ...HELD_OUT, ...BLIND]],
  ])("%s, precision is at least 0.95 and recall 0.8", (name, mentions) => {
    const { messages, precision, recall } = measure(mentions);
    console.log(
      `${messages} messages ${name}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.8);
  });

  test("there are 150 of them at least, a fifth of which mean no car", () => {
    const all = [...SEEN, ...HELD_OUT, ...BLIND];
    expect(new Set(all.map(([stock, text]) => `${stock} ${text}`)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(all.filter(([, , car]) => car === null).length).toBeGreaterThanOrEqual(all.length / 5);
    const codes = new Set(Object.values(STOCKS).flatMap((cars) => cars.map(({ id }) => id)));
    expect(all.filter(([, , car]) => car !== null && !codes.has(car))).toEqual([]);
  });
});

describe("a link", () => {
  const slug = STOCKS.family[0]?.slugs[0] ?? "";

  test("to a listing on the dealership's host names its car for sure", () => {
    for (const text of [
      `https://maju.example/mobil/${slug}`,
      `Pak ini masih? https://www.maju.example/cars/${slug}?utm=x.`,
      `HTTP://MAJU.EXAMPLE:3000/${slug.toUpperCase()}`,
    ]) {
      expect(ask("family", text)).toEqual({ carId: "A01", confidence: 1, evidence: "link" });
    }
  });

  test("to another host, or to two cars, names none", () => {
    const other = STOCKS.family[1]?.slugs[0] ?? "";
    expect(ask("family", `https://other.example/${slug}`)).toBeNull();
    expect(ask("family", `https://maju.example.evil.test/${slug}`)).toBeNull();
    expect(ask("family", `https://maju.example/${slug} https://maju.example/${other}`)).toBeNull();
  });
});

describe("a display code", () => {
  const [avanza] = STOCKS.family;
  if (!avanza) throw new Error("a stock is empty");

  test("names its car in any spelling", () => {
    const stock = stockNamesOf([{ ...avanza, displayCode: "CAR-0012" }]);
    for (const text of ["car-0012 masih?", "Kode CAR 0012", "car0012"]) {
      expect(matchCar(stock, { text, hosts: [], recentCard: null })?.evidence).toBe("display_code");
    }
  });

  test("that is a mere number or word is not looked for", () => {
    const stock = stockNamesOf([{ ...avanza, displayCode: "2019" }]);
    expect(matchCar(stock, { text: "tahun 2019", hosts: [], recentCard: null })).toBeNull();
  });
});

describe("a card that was just sent", () => {
  test("is meant by words that point at it, unless they name another car", () => {
    expect(ask("family", "yang ini masih ada pak?", "A20")).toMatchObject({
      ...{ carId: "A20", evidence: "car_card" },
    });
    expect(ask("family", "kalau calya merah masih ada?", "A20")?.carId).toBe("A09");
    expect(ask("family", "lokasi showroom dimana?", "A20")).toBeNull();
    expect(ask("family", "yang ini masih ada pak?", "gone")).toBeNull();
  });
});

describe("a series", () => {
  test("names its only model, with or without the engine's letter", () => {
    expect(ask("premium", "bmw seri 3 masih?")?.carId).toBe("B14");
    expect(ask("premium", "5 series hitam")?.carId).toBe("B15");
    expect(ask("premium", "BMW 520 2018")?.carId).toBe("B15");
    expect(ask("premium", "kelas E brp")?.carId).toBe("B10");
    expect(ask("premium", "bmw seri 7 ada?")).toBeNull();
    expect(ask("premium", "bmw 320jt dapat apa?")).toBeNull();
    expect(ask("premium", "bmw seri 3 2019 ada?")).toBeNull();
  });

  test("of several models names the one that the rest of the message tells", () => {
    expect(ask("premium", "mercy c class masih?")).toBeNull();
    expect(ask("premium", "mercy c class putih masih?")?.carId).toBe("B11");
    expect(ask("premium", "mercy c class, yang c300 masih?")?.carId).toBe("B12");
    expect(ask("premium", "bmw seri 3 atau x1 ya?")).toBeNull();
  });
});

describe("a customer's own car", () => {
  test("is not the one that is asked for", () => {
    for (const text of ["terima jual mobil? HRV 2017 abu2", "bs jual jazz rs 2018 disini?"]) {
      expect(ask("family", text)).toBeNull();
    }
    for (const then of ["ambil", "lalu beli", "terus ganti"]) {
      expect(ask("family", `mau jual jazz saya ${then} almaz`)?.carId).toBe("A32");
    }
  });
});

describe("of cars alike", () => {
  const [avanza] = STOCKS.family;
  if (!avanza) throw new Error("a stock is empty");

  test("one that is for sale goes before one that is sold", () => {
    const stock = stockNamesOf([
      { ...avanza, id: "sold", status: "sold" },
      { ...avanza, id: "there" },
    ]);
    const asked = { text: "avanza putih 2019 manual", hosts: [], recentCard: null };
    expect(matchCar(stock, asked)?.carId).toBe("there");
    const gone = stockNamesOf([{ ...avanza, id: "sold", status: "sold" }]);
    expect(matchCar(gone, asked)?.carId).toBe("sold");
  });

  test("none is told where they are the same", () => {
    const stock = stockNamesOf([avanza, { ...avanza, id: "twin" }]);
    expect(matchCar(stock, { text: "avanza G 2019", hosts: [], recentCard: null })).toBeNull();
  });
});

test("a long or odd message is read as far as it makes sense", () => {
  for (const text of ["", " ", "🚗".repeat(500), "a".repeat(60_000), "1".repeat(5_000), "\u0000"]) {
    expect(ask("family", text)).toBeNull();
  }
});
