import type { DemoLead } from "../demo-lead.ts";

/** Who bought at prima, and who did not. */
export const finishedLeads: readonly DemoLead[] = [
  {
    name: "Michael Gunawan",
    phone: "+6281300000213",
    source: "whatsapp",
    status: "closed",
    assignee: "sales2",
    tags: ["a200", "cash"],
    hoursAgo: 230,
    chat: [
      [0, "buyer", "Halo, A200 merah masih ada?"],
      [4, "sales2", "Halo kak, masih ada. KM baru 22 ribu kak."],
      [2, "buyer", "Bisa liat hari ini?"],
      [3, "sales2", "Bisa kak, kami buka sampai jam 6 sore."],
      [260, "buyer", "Udah liat barusan, suka. 348 boleh?"],
      [30, "sales2", "350 nett kak, bonus ban serep & full tank 😄"],
      [5, "buyer", "Deal 🤝"],
      [5600, "sales2", "Kak Michael, BPKB-nya sudah jadi, bisa diambil kapan saja ya."],
      [25, "buyer", "Siap, makasih ya Dewi. Mobilnya enak banget"],
    ],
    notes: [{ hoursAgo: 120, author: "sales2", body: "Lunas 350 jt, unit sudah diserahkan." }],
  },
  {
    name: "Tommy S",
    phone: "+6283800000214",
    source: "website",
    status: "lost",
    lostReason: "Harga tidak ketemu, beli unit serupa di tempat lain",
    assignee: "sales",
    tags: ["glc"],
    hoursAgo: 310,
    enquiries: [
      {
        hoursAgo: 310,
        kind: "cash_offer",
        car: "glc300-coupe",
        message: "Cash hari ini, tanpa basa basi.",
        offerIdr: 1_450_000_000,
      },
    ],
    chat: [
      [
        130,
        "sales",
        "Siang Pak Tommy, terima kasih penawarannya. Untuk 1,45 belum bisa Pak, terbaik kami di 1,64 M.",
      ],
      [40, "buyer", "kemahalan, sebelah 1,55 dapet"],
      [
        16,
        "sales",
        "Kalau ada surat penawarannya boleh kami lihat Pak, siapa tahu bisa kami dekati 🙏",
      ],
      [1500, "buyer", "udah ambil yg sebelah, thx"],
    ],
  },
];
