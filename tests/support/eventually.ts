/** Asks until there is an answer, 20 s at the most. @throws when there is none by then. */
export async function eventually<Value>(
  ask: () => Value | null | undefined | false | Promise<Value | null | undefined | false>,
): Promise<Value> {
  for (const until = performance.now() + 20_000; performance.now() < until; ) {
    const answer = await ask();
    if (answer) return answer;
    await Bun.sleep(15);
  }
  throw new Error("it did not come about within 20 s");
}

/** Waits until what is measured stays the same for a while. @throws as `eventually`. */
export async function standstill(measure: () => number): Promise<number> {
  let last = -1;
  await eventually(async () => {
    const before = last;
    last = measure();
    await Bun.sleep(100);
    return last === before && last === measure();
  });
  return last;
}
