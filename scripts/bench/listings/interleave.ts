/**
 * Runs each contender once a round, the one who goes first changing, so that a busy moment meets
 * all alike. @returns what each gave, round by round.
 */
export async function interleave<Name extends string, Result>(
  rounds: number,
  contenders: Record<Name, () => Promise<Result>>,
  onRound: (round: number) => void,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Result[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    onRound(round + 1);
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      results[name].push(await contenders[name]());
    }
  }
  return results;
}
