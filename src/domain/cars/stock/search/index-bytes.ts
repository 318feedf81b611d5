/** What the index keeps of each car: its code, its model and its places in four orders. */
const CAR_BYTES = 200;
/** What it keeps of each name: its words alone and by twos, with their spelling and their codes. */
const NAME_BYTES = 1_100;

/** Bytes that the search index of a stock takes in memory, nearly, whether it is made yet or not. */
export const indexBytesOf = (cars: number, names: number): number =>
  cars * CAR_BYTES + names * NAME_BYTES;
