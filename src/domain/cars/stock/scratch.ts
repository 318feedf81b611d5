type Numbers = Uint16Array | Int32Array;

/**
 * Memory that one search after another uses, as a search waits for nothing: for a large stock new
 * memory would be collected every few searches.
 * @returns numbers of any values, which are the next caller's as well.
 */
export function createScratch<Column extends Numbers>(
  make: (length: number) => Column,
): (length: number) => Column {
  let kept = make(0);
  return (length) => {
    if (kept.length < length) kept = make(Math.ceil(length * 1.25));
    // A part of a column is one of the same kind.
    return kept.subarray(0, length) as Column;
  };
}
