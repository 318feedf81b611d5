import type { DemoLead } from "../demo-lead.ts";

/** People who are about to buy at prima. */
export const hotLeads: readonly DemoLead[] = [
  {
    name: "dr. Stefanus Halim",
    phone: "+6281100000210",
    source: "whatsapp",
    status: "hot",
    assignee: "sales",
    tags: ["palisade", "cash", "booking"],
    hoursAgo: 95,
    chat: [
      [0, "buyer", "Selamat pagi, Palisade Signature 2021 apakah masih tersedia?"],
      [
        6,
        "sales",
        "Selamat pagi Dok, dengan Rizky. Masih Dok, diesel Signature 32 ribu km, tangan pertama.",
      ],
      [4, "buyer", "Ada bekas tabrakan atau banjir?"],
      [
        5,
        "sales",
        "Bebas tabrak & banjir Dok, kami garansi uang kembali tertulis. Silakan bawa inspektor independen.",
      ],
      [3, "buyer", "Baik. Bisa kirim foto interior & odometer?"],
      [18, "sales", "Ini Dok, baru saya foto barusan", { file: "palisade-odometer.jpg" }],
      [9, "buyer", "Bagus. Kalau cash harga terbaik berapa?"],
      [22, "sales", "Dari 475 bisa 468 Dok, sudah termasuk balik nama Jakarta."],
      [1300, "buyer", "465 deal, sore ini saya DP"],
      [15, "sales", "Siap Dok, saya konfirmasi ke owner sebentar 🙏"],
      [
        24,
        "sales",
        "Owner OK 465 Dok. Booking fee 10 juta ya, saya kirim nomor rekening atas nama PT.",
      ],
      [47, "buyer", "Sudah transfer", { file: "bukti-transfer.jpg" }],
      [
        3,
        "sales",
        "Diterima Dok, terima kasih 🙏 Unit kami tandai booking. Pelunasan & serah terima Senin ya.",
      ],
      [10, "buyer", "Oke sampai Senin"],
    ],
    notes: [
      { hoursAgo: 70, author: "owner", body: "Setuju 465, jangan turun lagi." },
      {
        hoursAgo: 69,
        author: "sales",
        body: "Booking fee 10 jt masuk. Pelunasan Senin, minta antar ke Pondok Indah.",
      },
    ],
  },
  {
    name: "Clarissa Wibowo",
    phone: "+6281200000211",
    email: "clarissa.wibowo@contoh.test",
    source: "website",
    status: "hot",
    assignee: "sales2",
    tags: ["mini", "test drive"],
    hoursAgo: 28,
    enquiries: [
      {
        hoursAgo: 28,
        kind: "test_drive",
        car: "mini",
        message: "Mau test drive Mini Resolute, bisa weekend ini?",
        preferredInDays: 1,
      },
    ],
    chat: [
      [
        19,
        "sales2",
        "Hai kak Clarissa! Dewi dari Prima Mobil. Test drive Mini besok jam 10 bisa kak, mau di showroom atau kami bawa ke rumah?",
      ],
      [33, "buyer", "haii, ke showroom aja. parkirnya gampang kan?"],
      [2, "sales2", "Gampang kak, ada valet 😊 Jangan lupa bawa SIM A ya kak."],
      [6, "buyer", "siap. btw kalo kredit DP 30% cicilannya brp ya utk 3 thn?"],
      [
        41,
        "sales2",
        "DP 30% (207 jt) tenor 36 bulan sekitar 16,4 jt/bulan kak, bunga 4,9% flat. Simulasi resmi saya kirim dari leasing ya.",
      ],
      [4, "buyer", "okee ditunggu"],
      [75, "sales2", "Ini simulasinya kak", { file: "simulasi-kredit-mini.pdf" }],
      [12, "buyer", "thank you! see you besok ✌️"],
    ],
  },
  {
    name: "Hj. Nurhayati",
    phone: "+6285200000212",
    source: "referral",
    status: "hot",
    assignee: "sales",
    tags: ["alphard", "kredit"],
    hoursAgo: 53,
    enquiries: [
      {
        hoursAgo: 52,
        kind: "credit",
        car: "alphard",
        message: "Rekomendasi dari dr. Stefanus. Mohon dihitungkan cicilan 4 tahun.",
        downPaymentIdr: 250_000_000,
        tenorMonths: 48,
      },
    ],
    chat: [
      [
        64,
        "sales",
        "Assalamualaikum Bu Haji, saya Rizky dari Prima Mobil. Untuk Alphard DP 250 jt tenor 48 bulan, cicilan kurang lebih 13,1 jt Bu.",
      ],
      [120, "buyer", "Waalaikumsalam. Bisa turun ga nak cicilannya"],
      [
        10,
        "sales",
        "Kalau DP 300 jadi sekitar 11,9 jt Bu. Saya ajukan ke dua leasing biar Ibu bisa pilih.",
      ],
      [8, "buyer", "Ya coba dulu"],
    ],
    notes: [
      {
        hoursAgo: 30,
        author: "sales",
        body: "Data KTP & NPWP sudah lengkap, survei leasing besok.",
      },
    ],
  },
];
