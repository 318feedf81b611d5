/** Longer and odder queries, written when the search stood, and measured once as they are. */
import { by, is, jt, matic, type Query, rb } from "./query.ts";

export const BLIND: Query[] = [
  [
    "id",
    "gan ada avanza veloz matic tahun muda ga? budget maksimal 200 juta",
    (c) => is(c, "Avanza") && by(c, "Veloz") && matic(c) && c.price <= jt(200),
  ],
  [
    "id",
    "innova diesel metik 2018 keatas yg putih",
    (c) => is(c, "Kijang Innova") && c.fuel === "diesel" && c.year >= 2016,
  ],
  [
    "id",
    "cari mobil pertama buat istri, matic, kecil, dibawah 120jt",
    (c) => matic(c) && c.price <= jt(120),
  ],
  ["id", "honda brio rs cvt 2018/2019", (c) => is(c, "Brio") && by(c, "RS CVT")],
  [
    "id",
    "mobil 7 seat toyota dibawah 130jt",
    (c) => c.brand === "Toyota" && c.price <= jt(130) && (c.bodyType === "mpv" || is(c, "Rush")),
  ],
  ["id", "toyota raiz", (c) => is(c, "Raize")],
  ["id", "mitsubhisi pajero dakkar", (c) => is(c, "Pajero Sport") && by(c, "Dakar")],
  ["id", "xpnder matic", (c) => is(c, "Xpander") && matic(c)],
  [
    "id",
    "fotuner vrz hitam",
    (c) => is(c, "Fortuner") && by(c, "VRZ") && c.color.startsWith("Hitam"),
  ],
  [
    "id",
    "suv bensin 200-300 juta",
    (c) => c.bodyType === "suv" && c.fuel === "petrol" && c.price >= jt(200) && c.price <= jt(300),
  ],
  ["id", "sedan dibawah 250", (c) => c.bodyType === "sedan" && c.price <= jt(250)],
  ["id", "terios / rush matic", (c) => is(c, "Terios", "Rush") && matic(c)],
  ["id", "low mileage honda", (c) => c.brand === "Honda" && c.mileage <= rb(50)],
  ["id", "yg matic jangan yang manual, ertiga", (c) => is(c, "Ertiga") && matic(c)],
  ["id", "crv putih 2020an", (c) => is(c, "CR-V")],
  ["id", "mobil tahun 2022 up km 30rb kebawah", (c) => c.year >= 2022 && c.mileage <= rb(30)],
  ["id", "MAZDA2 gt", (c) => is(c, "2") && by(c, "GT")],
  ["id", "chevrolet", (c) => c.brand === "Chevrolet"],
  ["id", "agya trd kuning", (c) => is(c, "Agya") && by(c, "TRD")],
  ["id", "grandmax bak", (c) => is(c, "Gran Max")],
  [
    "uk",
    "BMW 3series 2.0 diesel auto 2018 below 400 million",
    (c) => is(c, "3 Series") && c.fuel === "diesel" && c.year === 2018 && matic(c),
  ],
  [
    "uk",
    "golf atau polo matic dibawah 220jt",
    (c) => (is(c, "Polo") || c.model.startsWith("Golf")) && matic(c) && c.price <= jt(220),
  ],
  ["uk", "mercedes-benz gle-class diesel", (c) => is(c, "GLE Class") && c.fuel === "diesel"],
  ["uk", "ford foucs estate", (c) => is(c, "Focus")],
  [
    "uk",
    "toyota yarris 2016 otomatis hibrid",
    (c) => is(c, "Yaris") && c.year === 2016 && matic(c) && c.fuel === "hybrid",
  ],
  ["uk", "insigna diesel 2018", (c) => is(c, "Insignia") && c.fuel === "diesel" && c.year === 2018],
  ["uk", "audi q3 s line 2019", (c) => is(c, "Q3") && c.year === 2019],
  ["uk", "skoda kodiaq 7 seats auto", (c) => is(c, "Kodiaq") && matic(c)],
  ["uk", "vw caddy", (c) => c.model.startsWith("Caddy")],
  ["uk", "e220d", (c) => is(c, "E Class")],
  ["uk", "fiesta st 2018", (c) => is(c, "Fiesta") && c.year === 2018],
  [
    "uk",
    "mobil jerman matic solar dibawah 250jt",
    (c) => matic(c) && c.fuel === "diesel" && c.price <= jt(250),
  ],
];
