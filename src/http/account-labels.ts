import type { AccountPage } from "../domain/staff/account-link.ts";

export const LANGUAGES = ["id", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

interface Common {
  password: string;
  again: string;
  send: string;
  script: string;
  short: string;
  differ: string;
  /** The password is one of the commonest, or the e-mail address. */
  easy: string;
  /** The link is not good. */
  link: string;
  wait: string;
  fault: string;
}

interface OfPage {
  title: string;
  intro: string;
  done: string;
}

const COMMON: Record<Language, Common> = {
  id: {
    password: "Kata sandi baru",
    again: "Ulangi kata sandi",
    send: "Simpan kata sandi",
    script: "Halaman ini memerlukan JavaScript.",
    short: "Paling sedikit 10 karakter.",
    differ: "Kedua kata sandi tidak sama.",
    easy: "Kata sandi ini terlalu mudah ditebak. Pilih yang lain.",
    link: "Tautan ini tidak dikenal, sudah dipakai, atau sudah kedaluwarsa. Mintalah yang baru.",
    wait: "Terlalu banyak percobaan. Coba lagi nanti.",
    fault: "Ada gangguan. Coba lagi sebentar lagi.",
  },
  en: {
    password: "New password",
    again: "Repeat the password",
    send: "Save password",
    script: "This page needs JavaScript.",
    short: "At least 10 characters.",
    differ: "The two passwords differ.",
    easy: "This password is too easy to guess. Choose another.",
    link: "This link is not known, used or past its end. Ask for a new one.",
    wait: "Too many attempts. Try again later.",
    fault: "Something went wrong. Try again in a moment.",
  },
};

const PAGES: Record<AccountPage, Record<Language, OfPage>> = {
  invitation: {
    id: {
      title: "Selamat datang",
      intro: "Buat kata sandi untuk akun Anda, paling sedikit 10 karakter.",
      done: "Kata sandi tersimpan. Anda sekarang bisa masuk.",
    },
    en: {
      title: "Welcome",
      intro: "Choose a password for your account, of at least 10 characters.",
      done: "Your password is saved. You can now log in.",
    },
  },
  "password-reset": {
    id: {
      title: "Kata sandi baru",
      intro: "Buat kata sandi baru, paling sedikit 10 karakter. Semua perangkat akan keluar.",
      done: "Kata sandi tersimpan dan semua perangkat sudah keluar. Silakan masuk kembali.",
    },
    en: {
      title: "New password",
      intro: "Choose a new password, of at least 10 characters. Every device is logged out.",
      done: "Your password is saved and every device is logged out. Log in again.",
    },
  },
};

export const accountLabels = (page: AccountPage, language: Language): Common & OfPage => ({
  ...COMMON[language],
  ...PAGES[page][language],
});
