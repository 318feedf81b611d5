import type { DemoLead } from "../demo-lead.ts";

/** Who bought at sentosa, and who did not. */
export const finishedLeads: readonly DemoLead[] = [
  {
    name: "Keluarga Pak Hasan",
    phone: "+6281300000313",
    source: "whatsapp",
    status: "closed",
    assignee: "sales2",
    tags: ["xpander", "cash"],
    hoursAgo: 260,
    chat: [
      [0, "buyer", "Xpander ultimate 2018 km 25rb beneran?"],
      [
        5,
        "sales2",
        "Beneran Pak, ada record servisnya dari baru. Jarang dipakai, pemiliknya di luar kota.",
      ],
      [4, "buyer", "pajak telat ya?"],
      [6, "sales2", "Iya Pak, dari Mei 2025. Sudah kami hitung di harganya."],
      [75, "buyer", "otw lokasi, bareng istri"],
      [3, "sales2", "Siap Pak ditunggu 🙏", { latitude: -6.9389, longitude: 107.6258 }],
      [330, "buyer", "195 ya mbak, DP skrg"],
      [9, "sales2", "Alhamdulillah, deal Pak 195 🤝"],
      [8200, "sales2", "Pak Hasan, BPKB dan faktur sudah siap diambil ya."],
      [40, "buyer", "nuhun mbak Rina, mobilnya mantap"],
    ],
    notes: [{ hoursAgo: 96, author: "sales2", body: "Lunas 195 jt, serah terima selesai." }],
  },
  {
    name: "Toni",
    phone: "+6281900000314",
    source: "other",
    status: "lost",
    lostReason: "Pengajuan kredit ditolak leasing",
    assignee: "sales",
    tags: ["terios"],
    hoursAgo: 500,
    enquiries: [
      {
        hoursAgo: 498,
        kind: "credit",
        car: "terios",
        message: "Terios manual, DP 20 juta.",
        downPaymentIdr: 20_000_000,
        tenorMonths: 60,
      },
    ],
    notes: [
      { hoursAgo: 497, author: "sales", body: "Kenal di pameran Paskal. Data dikirim ke leasing." },
      { hoursAgo: 430, author: "sales", body: "Ditolak, masih ada cicilan motor dua unit." },
    ],
  },
];
