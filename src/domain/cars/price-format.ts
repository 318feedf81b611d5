const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** Whole rupiah as Indonesians write it: Rp 185.000.000. */
export const formatRupiah = (amount: number): string =>
  `Rp ${String(amount).replace(THOUSANDS, ".")}`;
