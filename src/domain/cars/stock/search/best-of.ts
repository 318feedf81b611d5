/** The first of some values in an order, without putting all of them in it. */
export function bestOf<Value>(
  values: Iterable<Value>,
  limit: number,
  compare: (one: Value, other: Value) => number,
): Value[] {
  const best: Value[] = [];
  for (const value of values) {
    const last = best[limit - 1];
    if (last !== undefined && compare(value, last) >= 0) continue;
    let at = best.length;
    while (at > 0 && compare(value, best[at - 1] as Value) < 0) at -= 1;
    best.splice(at, 0, value);
    if (best.length > limit) best.pop();
  }
  return best;
}
