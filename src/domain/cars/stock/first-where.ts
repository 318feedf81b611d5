/** The first of `size` numbers from 0 that holds, where all behind it hold too; `size` for none. */
export function firstWhere(size: number, holds: (n: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
