/** Words that tell what a number beside them means. */
export const MILLION = /^(jt|jta|juta|jutaan|jtan|jeti|million)$/;
export const BILLION = /^(m|mlr|miliar|milyar|miliaran|milyaran)$/;
export const THOUSAND = /^(rb|ribu|ribuan|rban|k)$/;
export const KILOMETRES = /^(km|kms|kilometer|kilometers|kilo|odo|odometer|mileage|mil)$/;
export const YEAR = /^(tahun|thn|th|year|keluaran|buatan|produksi)$/;
export const PRICE = /^(harga|hrg|budget|bajet|budjet|dana|modal|price|rp)$/;
/** Behind it: the number is of something that is not searched by. */
export const OTHERS =
  /^(cc|seater|seat|seats|kursi|penumpang|pintu|door|doors|inch|persen|tangan|baris|orang|wd)$/;

export const AT_MOST =
  /^(dibawah|bawah|max|maks|maksimal|maximal|maximum|sampai|sampe|hingga|sd|under|below|kurangdari|kurang|budget|bajet|budjet|dana|modal|before|sebelum|mentok|until|upto)$/;
export const AT_LEAST =
  /^(diatas|atas|min|minimal|minimum|mulai|dari|dr|over|from|lebihdari|lebih|after|since|sejak|setelah|start|antara|between)$/;
/** Of years: the one that is named is not among them. */
export const STRICT =
  /^(dibawah|bawah|diatas|atas|under|over|below|kurangdari|lebihdari|before|sebelum|after|setelah)$/;
/** A price behind these is one that is had in mind rather than the least. */
export const FROM = /^(dari|dr|from)$/;
export const NEAR = /^(sekitar|sekitaran|kisaran|kira|around|about|circa|range|an)$/;
export const UPWARDS = /^(keatas|up|plus|onwards|onward|newer|above|keats|ketas)$/;
export const DOWNWARDS = /^(kebawah|down|older|kebwh)$/;
export const TO = /^(sampai|sampe|hingga|sd|to|dan|and|until)$/;
/** Between two numbers only behind a word for "between". */
export const AND = /^(dan|and)$/;
export const BETWEEN = /^(antara|between)$/;

const UNITS = [MILLION, BILLION, THOUSAND, KILOMETRES, OTHERS];
const ALL = [...UNITS, AT_MOST, AT_LEAST, NEAR, UPWARDS, DOWNWARDS, TO, YEAR, PRICE];

/** A word that speaks of a number beside it. */
export const isAboutNumbers = (word: string): boolean => ALL.some((kind) => kind.test(word));

/** A word that makes a sum or a count of the number before it. */
export const isUnit = (word: string): boolean => UNITS.some((kind) => kind.test(word));
