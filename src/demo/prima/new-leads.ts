import type { DemoLead } from "../demo-lead.ts";

/** People whom prima has hardly answered yet. */
export const newLeads: readonly DemoLead[] = [
  {
    name: "Bambang Sutrisno",
    phone: "+6281200000201",
    email: "bambang.sutrisno@contoh.test",
    source: "website",
    status: "new",
    tags: ["alphard"],
    hoursAgo: 0.6,
    enquiries: [
      {
        hoursAgo: 0.6,
        kind: "question",
        car: "alphard",
        message:
          "Selamat siang, Alphard putihnya masih ada? Bisa dilihat hari Sabtu? Terima kasih.",
      },
    ],
  },
  {
    name: "Yoga",
    phone: "+6285700000202",
    source: "whatsapp",
    status: "new",
    hoursAgo: 0.4,
    chat: [
      [0, "buyer", "gan GLC300 item 2023 msh ada?"],
      [1, "buyer", "km brp ya, sama pajaknya sampe kpn"],
      [6, "buyer", "nego dikit bisa kan klo cash keras 🙏"],
    ],
  },
  {
    name: "Ibu Ratna",
    whatsappLid: "84412907735561@lid",
    source: "whatsapp",
    status: "new",
    assignee: "sales2",
    hoursAgo: 3.2,
    chat: [
      [0, "buyer", "Siang, mau tanya Mini Cooper nya yg hijau"],
      [
        11,
        "sales2",
        "Siang Ibu, dengan Dewi dari Prima Mobil. Mini-nya ready Bu, unit ada di showroom 😊",
      ],
      [4, "buyer", "lokasi dmn ya mbak?"],
      [
        2,
        "sales2",
        "Jl. Sultan Iskandar Muda Bu, dekat Gandaria. Ini titiknya ya",
        { latitude: -6.2446, longitude: 106.7837 },
      ],
    ],
  },
  {
    name: "Kevin Tanuwijaya",
    phone: "+6281900000204",
    source: "website",
    status: "new",
    assignee: "sales",
    tags: ["pelanggan lama"],
    hoursAgo: 2_900,
    reopenedHoursAgo: 5,
    enquiries: [
      {
        hoursAgo: 2_900,
        kind: "question",
        message: "Ada stok E-Class di bawah 1 M?",
      },
      {
        hoursAgo: 5,
        kind: "test_drive",
        car: "e200",
        message: "Halo, saya yang dulu ambil C200 di sini. Mau coba E200-nya.",
        preferredInDays: 2,
      },
    ],
    notes: [
      {
        hoursAgo: 2_870,
        author: "sales",
        body: "Akhirnya ambil C200 2018, kredit 36 bulan. Puas.",
      },
    ],
  },
];
