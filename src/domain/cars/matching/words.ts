/** Characters that are read of a message; who asks about a car does so at once. */
const LONGEST_TEXT = 1_000;

/** Words of a message: lower case, without accents, marks and the suffix -nya. */
export function wordsOf(text: string): string[] {
  return (
    text
      .slice(0, LONGEST_TEXT)
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      // Thousands are written with dots, decimals with a comma or a dot.
      .replace(/(\d)\.(?=\d{3}(?!\d))/g, "$1")
      .replace(/(\d),(?=\d)/g, "$1.")
      .replace(/\babu[\s-]*(?:abu|2)\b/g, "abuabu")
      .replace(/(\d)\s*(jt|juta|jutaan|jeti|rb|m|milyar|miliar)\b/g, "$1 $2")
      .match(/\d+\.\d+|[a-z0-9]+/g)
      ?.map((word) => (/^[a-z]{3,}nya$/.test(word) ? word.slice(0, -3) : word))
      .filter((word) => word !== "nya") ?? []
  );
}

/** A name without spaces and marks: "CR-V" and "cr v" are alike. */
export const compact = (name: string): string => wordsOf(name).join("");

/** How a word sounds to who writes by ear: inova and innova, senia and xenia, alpard and alphard. */
export const soundOf = (word: string): string =>
  word
    .replace(/ph/g, "f")
    .replace(/[vp]/g, "f")
    .replace(/^ex|^x/, "s")
    .replace(/[zx]/g, "s")
    .replace(/ck|[cq]/g, "k")
    .replace(/y/g, "i")
    .replace(/h/g, "")
    .replace(/(.)\1+/g, "$1");

const COLOURS: Record<string, string> = {
  ...{ putih: "white", white: "white", pth: "white" },
  ...{ hitam: "black", item: "black", black: "black", htm: "black" },
  ...{ silver: "silver", perak: "silver", silfer: "silver" },
  ...{ abu: "grey", abuabu: "grey", grey: "grey", gray: "grey" },
  ...{ merah: "red", red: "red", maroon: "red", marun: "red" },
  ...{ biru: "blue", blue: "blue", navy: "blue" },
  ...{ kuning: "yellow", yellow: "yellow", oranye: "orange", orange: "orange", jingga: "orange" },
  ...{ hijau: "green", ijo: "green", green: "green", tosca: "green" },
  ...{ coklat: "brown", cokelat: "brown", brown: "brown", bronze: "brown" },
  ...{ emas: "gold", gold: "gold", krem: "beige", beige: "beige", ungu: "purple", pink: "pink" },
  ...{ cream: "beige", champagne: "gold", oren: "orange", purple: "purple", violet: "purple" },
  ...{ gunmetal: "grey", charcoal: "grey", graphite: "grey", choco: "brown" },
};

export const COLOUR_WORDS = Object.keys(COLOURS);

/** The colour that a word names, under one name for all spellings. */
export const colourOf = (word: string): string | null =>
  Object.hasOwn(COLOURS, word) ? (COLOURS[word] ?? null) : null;

/** Names of colours that people take for one another. */
export const isNearColour = (one: string, other: string): boolean =>
  one === other || [one, other].every((colour) => colour === "silver" || colour === "grey");

const TRANSMISSIONS: Record<string, "manual" | "automatic"> = {
  ...{ manual: "manual", mt: "manual", menual: "manual" },
  ...{ matic: "automatic", metic: "automatic", matik: "automatic", metik: "automatic" },
  ...{ at: "automatic", automatic: "automatic", otomatis: "automatic", cvt: "automatic" },
};

export const transmissionOf = (word: string) =>
  Object.hasOwn(TRANSMISSIONS, word) ? (TRANSMISSIONS[word] ?? null) : null;

/** Words of talk about any car: never a misspelt model. */
const TALK = new Set(
  `ada adakah aja alamat apa apakah area asuransi bagus baik bang banget bapak barang bayar bekas
  belum bensin besok biaya bisa boleh boros buat buka cash cek cicil cicilan coba contoh dapat dapet
  data dealer dengan depan diesel dimana dong duit foto gan garasi gratis gimana halo hari harga hidup
  honda hub hubungi hybrid info ingin interior jadi jalan jual juta kak kakak kalau kalo kami kapan
  karena kasih kereta kilometer kirim kondisi kredit kurang lagi lampu langsung lihat lokasi lunas maaf
  malam masih masuk mati mau mesin minat minim minta mobil motor mulai murah nama nanti nego nett nomor
  nomer oke om pagi pajak pak pakai pasti paling peminat pesan pilihan plat posisi promo punya ready
  rumah sama sampai saya segera sekarang selamat semua serius servis sesuai siang siap silakan silahkan
  simulasi sore stok surat sudah syarat tahun tanya tenor terima terus tertarik tinggal tukar tunai unit
  untuk usah video warna yang`.split(/\s+/),
);

export const isTalk = (word: string): boolean => TALK.has(word);
