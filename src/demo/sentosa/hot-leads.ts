import type { DemoLead } from "../demo-lead.ts";

/** People who are about to buy at sentosa. */
export const hotLeads: readonly DemoLead[] = [
  {
    name: "Agus Setiawan",
    phone: "+6281200000310",
    source: "whatsapp",
    status: "hot",
    assignee: "sales",
    tags: ["innova", "kredit", "booking"],
    hoursAgo: 120,
    enquiries: [
      {
        hoursAgo: 118,
        kind: "credit",
        car: "innova",
        message: "Sesuai chat, mohon dihitung DP 70 juta tenor 4 tahun.",
        downPaymentIdr: 70_000_000,
        tenorMonths: 48,
      },
    ],
    chat: [
      [0, "buyer", "siang kang, innova v luxury putih msh?"],
      [8, "sales", "Siang kang Agus, masih. Unit di showroom Soekarno-Hatta."],
      [3, "buyer", "bekas rental bukan?"],
      [5, "sales", "Bukan kang, pribadi. Bisa dicek jok & setirnya masih rapat."],
      [12, "buyer", "kredit dp 70 bs? cicilan 4 thn brp"],
      [
        28,
        "sales",
        "Bisa kang. Kurang lebih 6,3 juta/bulan. Isi form di web biar saya ajukan sekalian ya.",
      ],
      [70, "buyer", "udah sy isi"],
      [
        1200,
        "sales",
        "Kabar baik kang, leasing ACC 🎉 Tinggal tanda tangan, booking 5 juta biar unit saya tahan.",
      ],
      [16, "buyer", "alhamdulillah. rekening nya?"],
      [
        4,
        "sales",
        "Rekening atas nama PT Sentosa Auto ya kang, saya kirim lewat invoice",
        { file: "invoice-booking.pdf" },
      ],
      [52, "buyer", "done ya kang", { file: "bukti-transfer.jpg" }],
      [6, "sales", "Masuk kang, nuhun 🙏 Kamis kita tanda tangan."],
    ],
    notes: [
      { hoursAgo: 97, author: "sales", body: "ACC leasing DP 70, 48 bulan." },
      {
        hoursAgo: 95,
        author: "admin",
        body: "Booking 5 jt diterima, status unit diubah ke booking.",
      },
    ],
  },
  {
    name: "Rudi Hartono",
    phone: "+6283800000311",
    source: "website",
    status: "hot",
    assignee: "sales2",
    tags: ["camry", "cash"],
    hoursAgo: 44,
    enquiries: [
      {
        hoursAgo: 44,
        kind: "cash_offer",
        car: "camry",
        message: "Cash, pajak saya yang urus sendiri. 305 bisa?",
        offerIdr: 305_000_000,
      },
    ],
    chat: [
      [
        13,
        "sales2",
        "Selamat pagi Pak Rudi, terima kasih penawarannya. Dengan Rina. 305 belum masuk Pak, kami di 322 nett.",
      ],
      [20, "buyer", "pajak mati 2 tahun lebih lho mbak, dendanya lumayan"],
      [
        9,
        "sales2",
        "Betul Pak, makanya sudah kami turunkan dari 331 🙏 Kalau pemutihan dendanya gratis Pak.",
      ],
      [150, "buyer", "315 besok saya bawa uangnya"],
      [45, "sales2", "Saya sampaikan ke Pak Asep dulu ya Pak."],
      [30, "sales2", "Bisa 317 Pak, sudah sama full tank dan servis 😊"],
      [6, "buyer", "ok lah. besok jam 11 saya ke sana"],
    ],
    notes: [{ hoursAgo: 38, author: "owner", body: "317 oke, asal selesai minggu ini." }],
  },
  {
    name: "Melati",
    phone: "+6285700000312",
    source: "referral",
    status: "hot",
    assignee: "sales",
    tags: ["kicks", "test drive"],
    hoursAgo: 20,
    enquiries: [
      {
        hoursAgo: 20,
        kind: "test_drive",
        car: "kicks",
        message: "Temennya kang Agus. Pengen nyobain e-POWER nya hari Sabtu pagi.",
        preferredInDays: 3,
      },
    ],
    chat: [
      [
        24,
        "sales",
        "Halo teh Melati! Siap, Sabtu jam 9 saya siapkan Kicks-nya. Rute nanjak ke Dago biar kerasa tarikannya 😁",
      ],
      [10, "buyer", "hahaha siaap, bawa SIM aja kan?"],
      [2, "sales", "Iya teh, SIM A sama semangat 😄"],
    ],
  },
];
