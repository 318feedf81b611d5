import { isTalk } from "../../matching/words.ts";
import type { Preference } from "./understood.ts";

/** Words around what is looked for. */
const TALK = new Set(
  `a about am an and ante atau baru car cari carikan cars cash check close condition dan dealer di dijual
  dicari dr dari dengan dgn dng di for full gan good great harga hrg i in in is jual jualan kak km kms
  kilometer kondisi looking mau min minta mobil mbl mulus nyari of on or pakai pake paket pemakaian per
  pribadi plat plates rp sale second secondhand seken sekitar siap sis stock super t tahun tangan terawat
  th the thn tipe to type unit used utk untuk want warna wrn with yang yg ya bekas bgt banget om bos bro
  dunk ini itu nih model merk merek brand transmisi gigi tt tolong ad ada jumlah cc orisinil original ori
  terbaik bagus oke istimewa antik simpanan milik perorangan berkualitas colour color fuel gearbox
  engine please need show me find buy cheapish mint`.split(/\s+/),
);

export const isAside = (word: string): boolean => TALK.has(word) || isTalk(word);

const PREFERENCES: Record<Preference, string> = {
  price: `murah termurah murmer ekonomis hemat terjangkau cheap cheapest affordable mursid`,
  mileage:
    "kmrendah kmsedikit kmdikit kmkecil kmlow lowkm kilometerrendah kilometersedikit lowmileage kmminim rendahkm jarangpakai",
  year: "terbaru newest latest termuda tahunmuda tahunterbaru tahunbaru",
};

/** The wish for an order that a word or a phrase without its spaces tells. */
export const PREFERENCE_OF: ReadonlyMap<string, Preference> = new Map(
  Object.entries(PREFERENCES).flatMap(([preference, words]) =>
    words.split(/\s+/).map((word) => [word, preference as Preference] as const),
  ),
);

/** Kilometres that are few to who asks for few. */
export const LOW_MILEAGE_KM = 50_000;

/** Names of parts of towns as they are typed, with the words of their listing. */
export const PLACES: ReadonlyMap<string, string[]> = new Map(
  Object.entries({
    ...{ jkt: ["jakarta"], jaksel: ["jakarta", "selatan"], jakbar: ["jakarta", "barat"] },
    ...{ jakut: ["jakarta", "utara"], jaktim: ["jakarta", "timur"], jakpus: ["jakarta", "pusat"] },
    ...{ tangsel: ["tangerang", "selatan"], bdg: ["bandung"], sby: ["surabaya"], bks: ["bekasi"] },
    ...{
      jogja: ["yogyakarta"],
      yogya: ["yogyakarta"],
      jogjakarta: ["yogyakarta"],
      smg: ["semarang"],
    },
    ...{ tng: ["tangerang"], dpk: ["depok"], bgr: ["bogor"], mlg: ["malang"] },
  }),
);
