import type { DemoLead } from "../demo-lead.ts";

/** People whom prima is talking with. */
export const warmLeads: readonly DemoLead[] = [
  {
    name: "Fajar Nugroho",
    phone: "+6281300000205",
    source: "whatsapp",
    status: "warm",
    assignee: "sales2",
    tags: ["listrik", "seal"],
    hoursAgo: 49,
    chat: [
      [0, "buyer", "Pagi kak, BYD Seal nya msh ready?"],
      [14, "sales2", "Pagi kak Fajar, masih ready kak. Baru 7rb km, tangan pertama."],
      [5, "buyer", "range real nya brp km ya kalo dipake harian?"],
      [
        9,
        "sales2",
        "Pemilik lama bilang 470–500 km kak, AC nyala terus. Sekali cas cukup seminggu 😁",
      ],
      [3, "buyer", "mantap. wall charger dpt?"],
      [
        4,
        "sales2",
        "Dapat kak, include. Pasangnya nanti dibantu teknisi BYD, tinggal siapkan daya 7.700 VA.",
      ],
      [640, "buyer", "duh rumah sy msh 2200, naik daya dulu brarti ya 😅"],
      [
        35,
        "sales2",
        "Betul kak, naik daya prosesnya cuma 3–5 hari kerja kok. Atau sementara pakai portable charger juga bisa.",
      ],
      [20, "buyer", "ok sy diskusi sama istri dulu ya, weekend kabarin"],
    ],
    notes: [
      {
        hoursAgo: 34,
        author: "sales2",
        body: "Follow up Sabtu pagi. Budget aman, kendala di daya listrik rumah.",
      },
    ],
  },
  {
    name: "Lina Marpaung",
    phone: "+6282100000206",
    email: "lina.marpaung@contoh.test",
    source: "website",
    status: "warm",
    assignee: "sales2",
    tags: ["tukar tambah"],
    hoursAgo: 76,
    enquiries: [
      {
        hoursAgo: 76,
        kind: "trade_in",
        car: "santa-fe-prime",
        message: "Saya mau tukar tambah, kira-kira dihargai berapa?",
        tradeIn: "Honda CR-V 2.0 2016 matic, putih, 98.000 km, pajak hidup",
      },
    ],
    chat: [
      [
        42,
        "sales2",
        "Selamat siang Ibu Lina, saya Dewi dari Prima Mobil. CR-V 2016-nya boleh kirim foto luar dalam Bu?",
      ],
      [25, "buyer", "Siang mba, ini fotonya", { file: "crv-depan.jpg" }],
      [1, "buyer", "", { file: "crv-interior.jpg" }],
      [
        50,
        "sales2",
        "Terima kasih Bu, kondisinya bagus. Taksiran awal kami 205–212 juta, final setelah cek fisik ya Bu.",
      ],
      [13, "buyer", "wah kok segitu, di OLX msh 225an mba"],
      [
        8,
        "sales2",
        "Itu harga iklan Bu, kami bantu maksimal setelah lihat unitnya. Kapan Ibu bisa mampir?",
      ],
      [190, "buyer", "Minggu siang bisa ya"],
    ],
  },
  {
    name: "Pak Surya",
    phone: "+622155500207",
    source: "walk_in",
    status: "warm",
    assignee: "sales",
    tags: ["diesel"],
    hoursAgo: 122,
    notes: [
      {
        hoursAgo: 122,
        author: "sales",
        body: "Datang ke showroom sama anaknya, lihat Palisade dan Santa Fe. Suka diesel.",
      },
      {
        hoursAgo: 26,
        author: "sales",
        body: "Ditelepon: Palisade sudah booking, minta dikabari kalau ada unit sejenis atau batal.",
      },
    ],
  },
  {
    name: "Andi",
    phone: "+6287800000208",
    source: "phone",
    status: "cold",
    assignee: "admin",
    hoursAgo: 390,
    notes: [
      {
        hoursAgo: 390,
        author: "admin",
        body: "Telepon tanya CX-5, keberatan di kilometer. Cari yang di bawah 80 ribu.",
      },
    ],
  },
  {
    name: "Rian W",
    phone: "+6289600000209",
    source: "whatsapp",
    status: "cold",
    assignee: "sales",
    hoursAgo: 260,
    chat: [
      [0, "buyer", "e250 coupe harga net brp bos"],
      [95, "sales", "Siang Pak, OTR cash 440 Pak, masih bisa dibicarakan di tempat 🙏"],
      [7, "buyer", "350 angkut"],
      [12, "sales", "Waduh belum dapat Pak 🙏 Kondisi kolektor, monggo dicek dulu unitnya."],
      [2880, "sales", "Pak Rian, masih minat coupe-nya? Minggu ini ada promo gratis coating."],
    ],
  },
];
