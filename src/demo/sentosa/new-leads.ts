import type { DemoLead } from "../demo-lead.ts";

/** People whom sentosa has hardly answered yet. */
export const newLeads: readonly DemoLead[] = [
  {
    name: "Cecep Supriatna",
    phone: "+6281200000301",
    source: "whatsapp",
    status: "new",
    hoursAgo: 0.3,
    chat: [
      [0, "buyer", "punten kang, brio matic 2016 msh aya?"],
      [1, "buyer", "harga pas na sabaraha? cash"],
    ],
  },
  {
    name: "Fitri Handayani",
    phone: "+6285700000302",
    source: "website",
    status: "new",
    hoursAgo: 1.4,
    enquiries: [
      {
        hoursAgo: 1.4,
        kind: "credit",
        car: "mobilio",
        message: "DP 30 juta bisa? Saya karyawan swasta di Cimahi.",
        downPaymentIdr: 30_000_000,
        tenorMonths: 48,
      },
    ],
  },
  {
    name: "Ujang",
    whatsappLid: "120947733018254@lid",
    source: "whatsapp",
    status: "new",
    assignee: "sales",
    tags: ["hilux"],
    hoursAgo: 4.5,
    chat: [
      [0, "buyer", "Hilux na bekas tambang lain?"],
      [22, "sales", "Sanes kang, bekas kebun di Lembang. Sok mangga cek kolong na 😁"],
      [3, "buyer", "km brp? kaki2 aman?"],
      [
        6,
        "sales",
        "88rb kang, kaki-kaki aman, 4x4 nya normal. Abdi kirim video nya",
        { file: "hilux-4x4.mp4" },
      ],
    ],
  },
  {
    name: "Grace Simanjuntak",
    phone: "+6281300000304",
    email: "grace.s@contoh.test",
    source: "website",
    status: "new",
    assignee: "sales2",
    hoursAgo: 7,
    enquiries: [
      {
        hoursAgo: 7,
        kind: "trade_in",
        car: "kicks",
        message: "Tukar tambah sama Jazz saya bisa?",
        tradeIn: "Honda Jazz RS 2014 manual, abu-abu, 120.000 km",
      },
      {
        hoursAgo: 6.8,
        kind: "question",
        car: "kicks",
        message: "Baterai e-POWER garansinya sampai kapan?",
      },
    ],
  },
];
