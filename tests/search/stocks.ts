/** Stocks that searches are measured over: one of Indonesian cars, made here, and the shared listings. */
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { StockRow } from "./stock-columns.ts";

/** Brand, model, body, fuel, new price in millions, variants (a gearbox's mark within). */
const MODELS: [string, string, string, string, number, string[]][] = [
  [
    "Toyota",
    "Avanza",
    "mpv",
    "petrol",
    250,
    ["1.3 E MT", "1.3 G MT", "1.3 G AT", "1.5 Veloz AT", "1.5 Veloz MT"],
  ],
  ["Toyota", "Kijang Innova", "mpv", "diesel", 430, ["2.4 G MT", "2.4 V AT", "2.4 Venturer AT"]],
  ["Toyota", "Kijang Innova", "mpv", "petrol", 380, ["2.0 G MT", "2.0 G AT", "2.0 V AT"]],
  ["Toyota", "Fortuner", "suv", "diesel", 560, ["2.4 VRZ AT", "2.4 VRZ TRD AT", "2.4 G MT"]],
  ["Toyota", "Rush", "suv", "petrol", 280, ["1.5 G MT", "1.5 S TRD AT", "1.5 S TRD MT"]],
  ["Toyota", "Raize", "suv", "petrol", 270, ["1.0 T GR Sport CVT", "1.2 G MT"]],
  ["Toyota", "Agya", "hatchback", "petrol", 165, ["1.2 G MT", "1.2 TRD AT", "1.2 G AT"]],
  ["Toyota", "Calya", "mpv", "petrol", 170, ["1.2 G MT", "1.2 G AT", "1.2 E MT"]],
  ["Toyota", "Yaris", "hatchback", "petrol", 300, ["1.5 TRD Sportivo AT", "1.5 G MT"]],
  ["Toyota", "Alphard", "mpv", "petrol", 1300, ["2.5 G AT", "2.5 X AT"]],
  ["Toyota", "Camry", "sedan", "hybrid", 850, ["2.5 Hybrid AT"]],
  ["Toyota", "Corolla Cross", "suv", "hybrid", 560, ["1.8 Hybrid CVT"]],
  [
    "Honda",
    "Brio",
    "hatchback",
    "petrol",
    190,
    ["Satya 1.2 E MT", "Satya 1.2 E CVT", "1.2 RS CVT", "1.2 RS MT"],
  ],
  ["Honda", "Jazz", "hatchback", "petrol", 290, ["1.5 RS CVT", "1.5 RS MT", "1.5 S MT"]],
  ["Honda", "HR-V", "suv", "petrol", 390, ["1.5 E CVT", "1.8 Prestige CVT", "1.5 S MT"]],
  ["Honda", "CR-V", "suv", "petrol", 560, ["2.0 CVT", "1.5 Turbo Prestige CVT"]],
  ["Honda", "Mobilio", "mpv", "petrol", 240, ["1.5 E CVT", "1.5 RS CVT", "1.5 S MT"]],
  ["Honda", "City", "sedan", "petrol", 350, ["1.5 E CVT"]],
  ["Honda", "Civic", "sedan", "petrol", 560, ["1.5 Turbo RS CVT"]],
  [
    "Mitsubishi",
    "Xpander",
    "mpv",
    "petrol",
    290,
    ["1.5 Ultimate AT", "1.5 Exceed MT", "1.5 Sport AT", "1.5 GLS MT"],
  ],
  [
    "Mitsubishi",
    "Pajero Sport",
    "suv",
    "diesel",
    600,
    ["2.4 Dakar 4x2 AT", "2.4 Dakar 4x4 AT", "2.5 Exceed 4x2 AT", "2.5 GLX 4x4 MT"],
  ],
  ["Mitsubishi", "L300", "pickup", "diesel", 230, ["2.5 Standard MT"]],
  ["Suzuki", "Ertiga", "mpv", "petrol", 240, ["1.5 GX AT", "1.5 GL MT", "1.5 Sport AT"]],
  ["Suzuki", "Carry", "pickup", "petrol", 165, ["1.5 FD MT"]],
  ["Suzuki", "Ignis", "hatchback", "petrol", 200, ["1.2 GX AGS", "1.2 GL MT"]],
  ["Suzuki", "Baleno", "hatchback", "petrol", 250, ["1.4 AT", "1.4 MT"]],
  ["Daihatsu", "Ayla", "hatchback", "petrol", 160, ["1.2 R MT", "1.2 R AT", "1.0 X MT"]],
  ["Daihatsu", "Sigra", "mpv", "petrol", 165, ["1.2 R MT", "1.2 R AT", "1.2 X MT"]],
  ["Daihatsu", "Xenia", "mpv", "petrol", 230, ["1.3 R MT", "1.3 X AT", "1.3 R AT"]],
  ["Daihatsu", "Terios", "suv", "petrol", 260, ["1.5 R AT", "1.5 X MT", "1.5 TX MT"]],
  ["Daihatsu", "Gran Max", "pickup", "petrol", 165, ["1.5 PU MT"]],
  ["Nissan", "X-Trail", "suv", "petrol", 500, ["2.5 CVT", "2.0 CVT"]],
  [
    "Nissan",
    "Grand Livina",
    "mpv",
    "petrol",
    230,
    ["1.5 XV AT", "1.5 SV MT", "1.5 Highway Star AT"],
  ],
  ["Nissan", "March", "hatchback", "petrol", 180, ["1.2 AT", "1.2 MT"]],
  ["Mazda", "CX-5", "suv", "petrol", 580, ["2.5 Elite AT", "2.5 Touring AT"]],
  ["Mazda", "2", "hatchback", "petrol", 330, ["1.5 R AT", "1.5 GT AT"]],
  ["BMW", "320i", "sedan", "petrol", 950, ["Sport AT", "Luxury AT"]],
  ["BMW", "X5", "suv", "petrol", 1500, ["xDrive35i AT"]],
  ["Mercedes-Benz", "C200", "sedan", "petrol", 950, ["Avantgarde AT", "AMG Line AT"]],
  ["Mercedes-Benz", "E250", "sedan", "petrol", 1300, ["Avantgarde AT"]],
  ["Hyundai", "Creta", "suv", "petrol", 380, ["1.5 Prime IVT CVT", "1.5 Style MT"]],
  ["Hyundai", "Ioniq 5", "suv", "electric", 800, ["Signature Long Range AT"]],
  ["Hyundai", "Stargazer", "mpv", "petrol", 320, ["1.5 Prime CVT"]],
  ["Hyundai", "Santa Fe", "suv", "diesel", 640, ["2.2 CRDi AT"]],
  ["Wuling", "Air EV", "hatchback", "electric", 270, ["Long Range AT"]],
  ["Wuling", "Almaz", "suv", "petrol", 370, ["1.5 RS CVT"]],
  ["Wuling", "Confero S", "mpv", "petrol", 190, ["1.5 L MT"]],
  ["Chevrolet", "Spin", "mpv", "petrol", 220, ["1.5 LTZ AT"]],
  ["Chevrolet", "Trax", "suv", "petrol", 300, ["1.4 Turbo Premier AT"]],
  ["Volkswagen", "Tiguan", "suv", "petrol", 620, ["1.4 TSI DSG"]],
  ["Isuzu", "Panther", "mpv", "diesel", 300, ["2.5 LS Turbo MT", "2.5 LM MT"]],
  ["BYD", "Seal", "sedan", "electric", 720, ["Premium AT"]],
];
const COLOURS = [
  "Putih",
  "Hitam",
  "Silver",
  "Abu-abu",
  "Merah",
  "Putih",
  "Hitam Metalik",
  "Biru",
  "Putih Mutiara",
  "Merah Maroon",
  "Coklat",
  "Kuning",
];
const PLACES = [
  "Jakarta Selatan",
  "Jakarta Barat",
  "Bandung",
  "Surabaya",
  "Bekasi",
  "Tangerang Selatan",
  "Depok",
  "Semarang",
  "Bogor",
  "Jakarta Timur",
  "Yogyakarta",
];
/** Years of sale of those that were not always sold. */
const SOLD: Record<string, [number, number]> = {
  ...{
    Raize: [2021, 2024],
    Stargazer: [2022, 2024],
    "Ioniq 5": [2022, 2024],
    "Air EV": [2022, 2024],
  },
  ...{
    Seal: [2024, 2025],
    Xpander: [2017, 2024],
    "Grand Livina": [2012, 2018],
    Spin: [2013, 2015],
  },
  ...{ Panther: [2010, 2018], Jazz: [2013, 2021], Sigra: [2016, 2024], Calya: [2016, 2024] },
};

function gearboxOf(variant: string): string {
  if (/CVT$/.test(variant)) return "cvt";
  if (/DSG$/.test(variant)) return "dct";
  if (/AGS$/.test(variant)) return "semi_automatic";
  return /MT$/.test(variant) ? "manual" : "automatic";
}

/** Cars that the random ones may lack. */
const PLANTED = [
  {
    model: "Brio",
    variant: "1.2 RS CVT",
    year: 2019,
    price: 155e6,
    mileage: 38_000,
    color: "Merah",
  },
  {
    model: "Brio",
    variant: "Satya 1.2 E CVT",
    year: 2018,
    price: 138e6,
    mileage: 71_000,
    color: "Merah Maroon",
  },
  {
    model: "Fortuner",
    variant: "2.4 VRZ AT",
    year: 2018,
    price: 385e6,
    mileage: 82_000,
    color: "Hitam",
  },
  {
    model: "Fortuner",
    variant: "2.4 G MT",
    year: 2016,
    price: 318e6,
    mileage: 120_000,
    color: "Putih",
  },
  {
    model: "Xenia",
    variant: "1.3 R MT",
    year: 2017,
    price: 128e6,
    mileage: 90_000,
    color: "Silver",
  },
].map((car, n) => {
  const [brand, , bodyType, fuel] = MODELS.find(([, model]) => model === car.model) ?? [];
  const transmission = gearboxOf(car.variant);
  const more = { location: "Bandung", displayCode: `CAR-90${n}` };
  return { ...car, brand: brand ?? "", bodyType, fuel, transmission, ...more };
});

/** Some 420 cars, the same at every call. */
export function indonesianStock(): StockRow[] {
  let seed = 20_261_121;
  const below = (bound: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * bound);
  };
  const pick = <Value>(values: Value[]) => values[below(values.length)] as Value;
  const made = MODELS.flatMap(([brand, model, bodyType, fuel, million, variants], m) => {
    const [from, to] = SOLD[model] ?? [2013, 2024];
    const copies = million < 450 && variants.length > 1 ? 11 : variants.length > 1 ? 8 : 4;
    return Array.from({ length: copies }, (_, n) => {
      const year = from + ((n * 5 + below(4)) % (to - from + 1));
      const age = 2026 - year;
      const variant = variants[(n + below(2)) % variants.length] ?? "";
      const price = Math.round(million * 0.93 ** age * (0.93 + below(15) / 100)) * 1e6;
      return {
        ...{ brand, model, variant, year, price, fuel, bodyType, transmission: gearboxOf(variant) },
        ...{
          color: pick(COLOURS),
          location: pick(PLACES),
          mileage: age * 9_000 + below(age * 7_000),
        },
        displayCode: `CAR-${String(m * 20 + n + 1).padStart(4, "0")}`,
      };
    });
  });
  return [...made, ...PLANTED];
}

/** The shared listings, without colours, variants and places. */
export async function sharedStock(path: string): Promise<StockRow[]> {
  const text = gunzipSync(await Bun.file(path).arrayBuffer()).toString();
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows.map((row, n) => ({
    ...{ brand: row["brand"] ?? "", model: row["model"] ?? "", year: Number(row["year"]) },
    ...{ price: Number(row["price"]), mileage: Number(row["mileage"]), fuel: row["fuel"] ?? "" },
    ...{ transmission: row["transmission"] ?? "", displayCode: `UK-${n + 1}` },
  }));
}
