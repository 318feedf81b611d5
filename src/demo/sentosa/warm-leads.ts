import type { DemoLead } from "../demo-lead.ts";

/** People whom sentosa is talking with. */
export const warmLeads: readonly DemoLead[] = [
  {
    name: "Pak Dedi",
    phone: "+6282100000305",
    source: "whatsapp",
    status: "warm",
    assignee: "sales",
    tags: ["x-trail", "keluarga"],
    hoursAgo: 55,
    chat: [
      [0, "buyer", "Assalamualaikum, X-Trail 2018 masih ada?"],
      [17, "sales", "Waalaikumsalam Pak, masih ada. 2.5 CVT, km 74 ribu, tangan pertama."],
      [6, "buyer", "CVT nya aman? katanya penyakit xtrail di cvt"],
      [
        12,
        "sales",
        "Aman Pak, oli CVT rutin diganti tiap 40 ribu, ada buku servisnya. Boleh bawa montir juga.",
      ],
      [8, "buyer", "pajak nya bulan apa"],
      [4, "sales", "November 2026 Pak. Plat D Bandung."],
      [900, "buyer", "kalo sy dari Garut, bs dianter ga unitnya buat dicek? 😀"],
      [
        25,
        "sales",
        "Bisa Pak kalau sudah serius, ongkos bensin & tol saja. Atau kita ketemu di Nagreg biar sama-sama dekat 😄",
      ],
      [11, "buyer", "sy musyawarah dulu sama keluarga ya kang"],
    ],
  },
  {
    name: "Intan Permata",
    phone: "+6285200000306",
    email: "intan.permata@contoh.test",
    source: "website",
    status: "warm",
    assignee: "sales2",
    tags: ["mobil pertama", "brio"],
    hoursAgo: 31,
    enquiries: [
      {
        hoursAgo: 31,
        kind: "question",
        car: "brio-2015",
        message: "Kak, Brio merah cocok ga buat yang baru belajar? Bisa liat hari Minggu?",
      },
    ],
    chat: [
      [
        55,
        "sales2",
        "Hai kak Intan, aku Rina dari Sentosa Auto. Cocok banget kak, enteng & irit. Minggu kita buka jam 9–15 ya.",
      ],
      [14, "buyer", "wah asik. pajaknya mati ya kak? di web blm ada"],
      [7, "sales2", "Lagi diurus kak, perpanjangannya kita yang tanggung kok 👍"],
      [3, "buyer", "oke siap, minggu aku sama papah ke sana"],
    ],
    notes: [
      {
        hoursAgo: 29,
        author: "sales2",
        body: "Datang Minggu sama ayahnya. Siapkan unit di depan.",
      },
    ],
  },
  {
    name: "H. Maman",
    phone: "+6281100000307",
    source: "walk_in",
    status: "warm",
    assignee: "sales",
    tags: ["pickup", "cash"],
    hoursAgo: 98,
    notes: [
      {
        hoursAgo: 98,
        author: "sales",
        body: "Juragan sayur Pangalengan, cari Hilux/Triton diesel. Cash. Minta dicek dulu sama supirnya.",
      },
    ],
  },
  {
    name: "Wawan K",
    phone: "+6287800000308",
    source: "whatsapp",
    status: "cold",
    assignee: "sales2",
    tags: ["harrier"],
    hoursAgo: 420,
    chat: [
      [0, "buyer", "Harrier 2011 pajak taunan brp kang?"],
      [180, "sales2", "Siang Pak, sekitar 4,2 juta per tahun. Pajaknya hidup sampai April 2027."],
      [35, "buyer", "lumayan ya 😅 konsumsi bbm?"],
      [9, "sales2", "Dalam kota 1:8, luar kota 1:11 Pak."],
      [4300, "sales2", "Pak Wawan, Harrier-nya masih available. Mau dijadwalkan lihat unit?"],
    ],
  },
  {
    name: "Siti Aminah",
    phone: "+6289600000309",
    source: "phone",
    status: "cold",
    assignee: "admin",
    hoursAgo: 200,
    notes: [
      {
        hoursAgo: 200,
        author: "admin",
        body: "Telepon tanya Ertiga hybrid, unit masih draft. Hubungi lagi kalau sudah tayang.",
      },
    ],
  },
];
